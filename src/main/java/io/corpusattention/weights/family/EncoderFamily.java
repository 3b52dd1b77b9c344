package io.corpusattention.weights.family;

import java.util.List;

/** A family of encoders, into whose first layer goes LayerNorm(word + position + type). */
public sealed interface EncoderFamily extends ModelFamily
    permits Bert, Roberta, Electra, DistilBert {
  /** All that are known. */
  static List<EncoderFamily> encoders() {
    return ModelFamily.all().stream()
        .filter(EncoderFamily.class::isInstance)
        .map(EncoderFamily.class::cast)
        .toList();
  }

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
