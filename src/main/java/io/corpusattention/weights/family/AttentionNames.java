package io.corpusattention.weights.family;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the tensors of an attention layer. */
public final class AttentionNames {
  /** Placeholder for the number of a layer. */
  static final String LAYER = "{i}";

  private final String stem;
  private final List<String> modules;
  private final Pattern pattern;
  private final Set<String> known;

  /**
   * Describes names.
   *
   * @param prefix the prefix that names have in some files
   * @param stem the part between the prefix and a module, with {i} for the layer
   * @param modules the modules that compute Q, K, and V; a single one if it computes all three
   * @param others tensors of the layer that do not affect its attention
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

  /** Returns whether names contain a layer's number, as in whole models. */
  public boolean hasLayers() {
    return stem.contains(LAYER);
  }

  /** Returns the part before the module's name in all tensors of a layer. */
  public String start(String prefix, int layer) {
    return prefix + stem.replace(LAYER, Integer.toString(layer));
  }

  /** Returns the modules that compute Q, K, and V, or a single one if it computes all three. */
  public List<String> modules() {
    return modules;
  }

  /** Returns whether one matrix, [in, 3 · out], has the columns of Q, K, and V. */
  public boolean fused() {
    return modules.size() == 1;
  }

  /**
   * Returns whether a tensor belongs to a layer with plain attention: W_q, W_k, W_v, their biases,
   * and the tensors that do not affect attention. The name is the part after {@link #start}.
   */
  public boolean isPlain(String name) {
    return known.contains(name);
  }

  /** Returns the names to look for, in readable form. */
  public String shown(String prefix) {
    return prefix
        + stem
        + (fused() ? modules.get(0) : "{" + String.join(",", modules) + "}")
        + ".weight";
  }
}
