package io.corpusattention.weights.family;

import io.corpusattention.encoder.NormPlace;
import io.corpusattention.math.Activation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * GPT-2: a decoder with one matrix for Q, K, and V, LayerNorms before each part of a layer, and
 * optionally a different scale.
 */
final class Gpt2 implements EncoderFamily {
  private static final String PREFIX = "transformer.";
  private static final String BY_LAYER = "scale_attn_by_inverse_layer_idx";
  private static final FamilyNames NAMES =
      new FamilyNames(
          List.of("gpt2"),
          PREFIX,
          new ConfigNames(
              "n_layer", "n_head", "n_embd", "n_inner", "n_positions", "activation_function"),
          new AttentionNames(
              PREFIX,
              "h.{i}.attn.",
              List.of("c_attn"),
              "c_proj.weight",
              "c_proj.bias",
              "bias", // this and the next one are masks
              "masked_bias"));
  private static final Pattern MASK = Pattern.compile("h\\.[0-9]++\\.attn\\.(?:masked_)?bias");
  private static final LayerNames LAYERS =
      new LayerNames(
          "h.{i}.",
          "attn.c_proj.",
          "ln_1.",
          "mlp.c_fc.",
          "mlp.c_proj.",
          "ln_2.",
          NormPlace.BEFORE,
          true,
          "ln_f.",
          List.of("lm_head.", "score.", "classifier.", "qa_outputs.", "multiple_choice_head."));

  @Override
  public FamilyNames names() {
    return NAMES;
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.GPT2;
  }

  @Override
  public LayerNames layers() {
    return LAYERS;
  }

  @Override
  public boolean causal(ModelConfig config) {
    return config.flag("is_causal", true);
  }

  @Override
  public double layerNormEpsilon(ModelConfig config) {
    return config.fraction("layer_norm_epsilon", 1e-5);
  }

  @Override
  public Activation activation(ModelConfig config) {
    return config.activation(NAMES.config().activation(), Activation.GELU_NEW);
  }

  @Override
  public boolean isBesideLayers(String name, String prefix) {
    return EncoderFamily.super.isBesideLayers(name, prefix)
        || (name.startsWith(prefix) && MASK.matcher(name.substring(prefix.length())).matches());
  }

  @Override
  public ModelScale scale(ModelConfig config, int layer) {
    boolean byKeyWidth = config.flag("scale_attn_weights", true);
    boolean byLayer = config.flag(BY_LAYER, false);
    if (byKeyWidth && byLayer && config.heads() == null) {
      throw config
          .label()
          .bad(
              "has %s but no %s, on which the scale depends"
                  .formatted(BY_LAYER, NAMES.config().heads()));
    }
    return byKeyWidth && !byLayer ? null : new ModelScale(byKeyWidth, byLayer ? layer + 1 : 1);
  }
}
