package io.corpusattention.weights.family;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the tensors that an attention layer has. */
public final class AttentionNames {
  /** Stands for the number of a layer. */
  static final String LAYER = "{i}";

  private final String stem;
  private final List<String> modules;
  private final Pattern pattern;
  private final Set<String> known;

  /**
   * Describes names.
   *
   * @param prefix what stands before them in some files
   * @param stem what stands between the prefix and a module, with {i} for the layer
   * @param modules that make Q, K and V; one where it makes all three
   * @param others tensors of the layer that do not change its attention
   */
  AttentionNames(String prefix, String stem, List<String> modules, String... others) {
    this.stem = stem;
    this.modules = modules;
    this.known =
        Stream.concat(
                modules.stream().flatMap(name -> Stream.of(name + ".weight", name + ".bias")),
                Stream.of(others))
            .collect(Collectors.toUnmodifiableSet());
    // prefix, then the layer's number if there is one
    this.pattern =
        Pattern.compile(
            "((?:"
                + Pattern.quote(prefix)
                + ")?)"
                + Pattern.quote(stem).replace(LAYER, "\\E(0|[1-9][0-9]{0,8})\\Q")
                + "(?:"
                + String.join("|", modules)
                + ")\\.(?:weight|bias)");
  }

  /** Matches the weights and biases of all layers; group 1 is the prefix, group 2 the layer. */
  public Pattern pattern() {
    return pattern;
  }

  /** Whether names carry a layer's number, as those of whole models do. */
  public boolean hasLayers() {
    return stem.contains(LAYER);
  }

  /** What stands before the module's name in all tensors of a layer. */
  public String start(String prefix, int layer) {
    return prefix + stem.replace(LAYER, Integer.toString(layer));
  }

  /** Names of the modules that make Q, K and V; one where it makes all three. */
  public List<String> modules() {
    return modules;
  }

  /** Whether one matrix, [in, 3 · out], has the columns of Q, K and V. */
  public boolean fused() {
    return modules.size() == 1;
  }

  /**
   * Whether a tensor of a layer's attention, by its name after {@link #start}, is one that plain
   * attention has: W_q, W_k, W_v and what comes after the context vectors.
   */
  public boolean isPlain(String name) {
    return known.contains(name);
  }

  /** What to look for, as people write it. */
  public String shown(String prefix) {
    return prefix
        + stem
        + (fused() ? modules.get(0) : "{" + String.join(",", modules) + "}")
        + ".weight";
  }
}
