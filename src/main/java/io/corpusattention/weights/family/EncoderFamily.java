package io.corpusattention.weights.family;

import io.corpusattention.math.Activation;

/**
 * A family of whole models: word, position and type embeddings that are added, a LayerNorm behind
 * the sum in most, and layers of attention and a feed-forward network.
 */
public sealed interface EncoderFamily extends ModelFamily permits Bert, DistilBert, Gpt2 {
  EmbeddingNames embeddings();

  LayerNames layers();

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

  /** What stands between the two dense layers of a feed-forward network. */
  default Activation activation(ModelConfig config) {
    return config.activation(names().config().activation(), Activation.GELU);
  }

  /** Whether a tensor has no part in the model: heads for tasks, and tables of indices. */
  default boolean isBesideLayers(String name, String prefix) {
    return layers().tasks().stream().anyMatch(name::startsWith)
        || (name.startsWith(prefix)
            && (embeddings().isIndices(name.substring(prefix.length()))
                || name.startsWith(prefix + "pooler.dense.")));
  }
}
