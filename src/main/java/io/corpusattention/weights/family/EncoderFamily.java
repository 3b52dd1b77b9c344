package io.corpusattention.weights.family;

/** A family of encoders, into whose first layer goes LayerNorm(word + position + type). */
public sealed interface EncoderFamily extends ModelFamily permits Bert, DistilBert {
  EmbeddingNames embeddings();

  /**
   * The token that has no position of its own, and after whose id the rows of positions begin; -1
   * where they begin at 0.
   */
  default int paddingId(ModelConfig config) {
    return -1;
  }

  /** What a LayerNorm adds to the variance. */
  default double layerNormEpsilon(ModelConfig config) {
    return config.fraction("layer_norm_eps", 1e-12);
  }
}
