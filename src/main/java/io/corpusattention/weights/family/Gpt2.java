package io.corpusattention.weights.family;

import java.util.List;

/** GPT-2: a decoder that makes Q, K and V with one matrix, and may scale otherwise. */
record Gpt2() implements ModelFamily {
  private static final String PREFIX = "transformer.";
  private static final String HEADS = "n_head";
  private static final String BY_LAYER = "scale_attn_by_inverse_layer_idx";

  /** A layer's bias and masked_bias are masks. */
  private static final AttentionNames ATTENTION =
      new AttentionNames(
          PREFIX,
          "h.{i}.attn.",
          List.of("c_attn"),
          "c_proj.weight",
          "c_proj.bias",
          "bias",
          "masked_bias");

  @Override
  public List<String> modelTypes() {
    return List.of("gpt2");
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String headsField() {
    return HEADS;
  }

  @Override
  public AttentionNames attention() {
    return ATTENTION;
  }

  @Override
  public boolean causal(ModelConfig config) {
    return true;
  }

  @Override
  public ModelScale scale(ModelConfig config, int layer) {
    boolean byKeyWidth = config.flag("scale_attn_weights", true);
    boolean byLayer = config.flag(BY_LAYER, false);
    if (byKeyWidth && byLayer && config.heads() == null) {
      throw config
          .label()
          .bad("has " + BY_LAYER + " but no " + HEADS + ", on which the scale depends");
    }
    return byKeyWidth && !byLayer ? null : new ModelScale(byKeyWidth, byLayer ? layer + 1 : 1);
  }
}
