package io.corpusattention.weights.family;

import java.util.List;

/** DistilBERT: no segments, other names, and a LayerNorm of which config.json says nothing. */
final class DistilBert implements EncoderFamily {
  private static final String PREFIX = "distilbert.";
  private static final FamilyNames NAMES =
      new FamilyNames(
          List.of("distilbert"),
          PREFIX,
          "n_heads",
          new AttentionNames(
              PREFIX,
              "transformer.layer.{i}.attention.",
              List.of("q_lin", "k_lin", "v_lin"),
              "out_lin.weight",
              "out_lin.bias"));

  @Override
  public FamilyNames names() {
    return NAMES;
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.BERT.withoutTypes();
  }

  @Override
  public double layerNormEpsilon(ModelConfig config) {
    return 1e-12;
  }
}
