package io.corpusattention.weights;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways in which tensors of an attention layer are named. */
enum TensorNaming {
  /** What a user saves by hand: one layer. */
  OWN("", List.of(""), List.of("query", "key", "value"), Set.of()),
  BERT(
      "encoder.layer.{i}.attention.self.",
      List.of("", "bert.", "roberta.", "electra."),
      List.of("query", "key", "value"),
      Set.of()),
  DISTILBERT(
      "transformer.layer.{i}.attention.",
      List.of("", "distilbert."),
      List.of("q_lin", "k_lin", "v_lin"),
      Set.of("out_lin.weight", "out_lin.bias")),
  /** One matrix with the columns of all three; its bias and masked_bias are masks. */
  GPT2(
      "h.{i}.attn.",
      List.of("", "transformer."),
      List.of("c_attn"),
      Set.of("c_proj.weight", "c_proj.bias", "bias", "masked_bias"));

  private static final String LAYER = "{i}";

  private final String stem;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of, which its type does not tell
  private final List<String> modules;

  private final Pattern pattern;

  @SuppressWarnings("ImmutableEnumChecker") // of Set.of and concatenations
  private final Set<String> known;

  TensorNaming(String stem, List<String> prefixes, List<String> modules, Set<String> others) {
    this.stem = stem;
    this.modules = modules;
    this.known =
        Stream.concat(
                modules.stream().flatMap(name -> Stream.of(name + ".weight", name + ".bias")),
                others.stream())
            .collect(Collectors.toUnmodifiableSet());
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

  /**
   * Whether a tensor of a layer's attention, by its name after {@link #start}, is one that plain
   * attention has: W_q, W_k, W_v and what comes after the context vectors.
   */
  boolean isPlain(String name) {
    return known.contains(name);
  }

  /** What to look for, as people write it. */
  String shown(String prefix) {
    return prefix
        + stem
        + (modules.size() == 1 ? modules.get(0) : "{" + String.join(",", modules) + "}")
        + ".weight";
  }
}
