package io.corpusattention.weights.family;

import java.util.List;

/** GPT-2: a decoder that makes Q, K and V with one matrix, and may scale otherwise. */
final class Gpt2 implements ModelFamily {
  private static final String PREFIX = "transformer.";
  private static final String BY_LAYER = "scale_attn_by_inverse_layer_idx";
  private static final FamilyNames NAMES =
      new FamilyNames(
          List.of("gpt2"),
          PREFIX,
          "n_head",
          new AttentionNames(
              PREFIX,
              "h.{i}.attn.",
              List.of("c_attn"),
              "c_proj.weight",
              "c_proj.bias",
              "bias", // this and the next are masks
              "masked_bias"));

  @Override
  public FamilyNames names() {
    return NAMES;
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
          .bad("has %s but no %s, on which the scale depends".formatted(BY_LAYER, NAMES.heads()));
    }
    return byKeyWidth && !byLayer ? null : new ModelScale(byKeyWidth, byLayer ? layer + 1 : 1);
  }
}
