package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.family.AttentionNames;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.family.ModelFamily;
import io.corpusattention.weights.files.FileText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The attention tensors of one model in a file.
 *
 * @param family the model's family, or the first family with these tensor names
 * @param prefix the prefix of the family's own names
 * @param layers the numbers of the layers in the file; empty if names do not contain a layer
 */
record TensorGroup(ModelFamily family, String prefix, TreeSet<Integer> layers) {
  private static final int SHOWN_NAMES = 10;
  private static final int SHOWN_RANGES = 8;

  /**
   * Matches tensor names of models that rotate queries and keys: Llama and related models,
   * GPT-NeoX, and GPT-J. BART and others have similar names inside an encoder or decoder, but do
   * not rotate.
   */
  private static final Pattern ROTARY =
      Pattern.compile(
          "(?:.*\\.)?(?<!encoder\\.|decoder\\.)layers\\.[0-9]++\\."
              + "(?:self_attn\\.(?:q_proj|qkv_proj)|attention\\.query_key_value)\\.weight"
              + "|(?:transformer\\.)?h\\.[0-9]++\\.attn\\.q_proj\\.weight");

  /**
   * Finds the one group of attention tensors in a file.
   *
   * @param label the setting with the file, for messages
   * @throws BadSettingException if there is no group, or more than one
   */
  static TensorGroup find(Given label, Collection<String> names) {
    Map<String, TensorGroup> groups = new LinkedHashMap<>();
    for (String name : names) {
      for (ModelFamily family : Families.ALL) {
        AttentionNames attention = family.names().attention();
        Matcher matcher = attention.pattern().matcher(name);
        if (matcher.matches()) {
          TensorGroup group =
              groups.computeIfAbsent(
                  attention.shown(matcher.group(1)),
                  key -> new TensorGroup(family, matcher.group(1), new TreeSet<>()));
          if (attention.hasLayers()) {
            group.layers.add(Integer.valueOf(matcher.group(2)));
          }
        }
      }
    }
    if (groups.isEmpty()) {
      throw none(label, names);
    }
    if (groups.size() > 1) {
      throw label.bad(
          ("holds attention weights of %s models, %s; save the layer you want as query.weight, "
                  + "key.weight and value.weight in a file of its own")
              .formatted(groups.size(), String.join(" and ", groups.keySet())));
    }
    return groups.values().iterator().next();
  }

  private static BadSettingException none(Given label, Collection<String> names) {
    for (String name : names) {
      if (ROTARY.matcher(name).matches()) {
        return label.bad(
            FileText.tensor(name)
                + " is of a model that rotates queries and keys (rotary positions), as Llama and"
                + " GPT-NeoX do; that is not computed, so such models are not read");
      }
    }
    List<String> shown = names.stream().limit(SHOWN_NAMES).map(FileText::shown).toList();
    int more = names.size() - shown.size();
    String lookedFor =
        Families.ALL.stream()
            .map(family -> family.names().attention().shown(""))
            .distinct()
            .collect(Collectors.joining(", "));
    return label.bad(
        "holds no attention weights by a name that is known; looked for %s; it holds %s%s"
            .formatted(
                lookedFor,
                shown.isEmpty() ? "no tensors" : String.join(", ", shown),
                more > 0 ? " and " + more + " more" : ""));
  }

  /** Returns the layers in the file as ranges, for messages. */
  String layersText() {
    List<String> ranges = new ArrayList<>();
    Integer first = null;
    for (int layer : layers) {
      first = first == null ? (Integer) layer : first;
      if (!layers.contains(layer + 1)) {
        ranges.add(first == layer ? "" + layer : first + " to " + layer);
        first = null;
      }
    }
    boolean one = layers.size() == 1;
    String shown = ranges.stream().limit(SHOWN_RANGES).collect(Collectors.joining(", "));
    return (one ? "layer " : "layers ") + shown + (ranges.size() > SHOWN_RANGES ? ", ..." : "");
  }
}
