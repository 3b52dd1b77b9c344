package io.corpusattention.weights;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The ways in which tensors of an attention layer are named. */
enum TensorNaming {
  /** What a user saves by hand: one layer. */
  OWN("", List.of(""), List.of("query", "key", "value")),
  BERT(
      "encoder.layer.{i}.attention.self.",
      List.of("", "bert.", "roberta.", "electra."),
      List.of("query", "key", "value")),
  DISTILBERT(
      "transformer.layer.{i}.attention.",
      List.of("", "distilbert."),
      List.of("q_lin", "k_lin", "v_lin")),
  /** One matrix with the columns of all three. */
  GPT2("h.{i}.attn.", List.of("", "transformer."), List.of("c_attn"));

  private static final String LAYER = "{i}";

  private final String stem;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of, which its type does not tell
  private final List<String> modules;

  private final Pattern pattern;

  TensorNaming(String stem, List<String> prefixes, List<String> modules) {
    this.stem = stem;
    this.modules = modules;
    // prefix, then the layer's number if there is one
    this.pattern =
        Pattern.compile(
            "("
                + prefixes.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                + ")"
                + Pattern.quote(stem).replace(LAYER, "\\E(0|[1-9][0-9]{0,8})\\Q")
                + "(?:"
                + String.join("|", modules)
                + ")\\.(?:weight|bias)");
  }

  /** Matches all weights and biases of this naming; group 1 is the prefix, group 2 the layer. */
  Pattern pattern() {
    return pattern;
  }

  boolean hasLayers() {
    return stem.contains(LAYER);
  }

  /** What stands before the module's name in all tensors of a layer. */
  String start(String prefix, int layer) {
    return prefix + stem.replace(LAYER, Integer.toString(layer));
  }

  /** Names of the modules that make Q, K and V; one where it makes all three. */
  List<String> modules() {
    return modules;
  }

  /** What to look for, as people write it. */
  String shown(String prefix) {
    return prefix
        + stem
        + (modules.size() == 1 ? modules.get(0) : "{" + String.join(",", modules) + "}")
        + ".weight";
  }
}
