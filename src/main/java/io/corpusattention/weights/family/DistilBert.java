package io.corpusattention.weights.family;

import java.util.List;

/** DistilBERT: no segments, other names, and a LayerNorm of which config.json says nothing. */
record DistilBert() implements EncoderFamily {
  private static final String PREFIX = "distilbert.";
  private static final AttentionNames ATTENTION =
      new AttentionNames(
          PREFIX,
          "transformer.layer.{i}.attention.",
          List.of("q_lin", "k_lin", "v_lin"),
          "out_lin.weight",
          "out_lin.bias");

  @Override
  public List<String> modelTypes() {
    return List.of("distilbert");
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String headsField() {
    return "n_heads";
  }

  @Override
  public AttentionNames attention() {
    return ATTENTION;
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
