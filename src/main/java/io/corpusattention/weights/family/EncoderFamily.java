package io.corpusattention.weights.family;

import io.corpusattention.math.Activation;

/**
 * A family of whole models: a sum of word, position, and type embeddings, in most families followed
 * by a LayerNorm, and layers of attention and a feed-forward network.
 */
public sealed interface EncoderFamily extends ModelFamily permits Bert, DistilBert, Gpt2 {
  EmbeddingNames embeddings();

  LayerNames layers();

  /**
   * Returns the id of the padding token. The rows of real positions begin after this id. Returns -1
   * if they begin at 0.
   */
  default int paddingId(ModelConfig config) {
    return -1;
  }

  /** Returns the number that a LayerNorm adds to the variance. */
  default double layerNormEpsilon(ModelConfig config) {
    return config.fraction("layer_norm_eps", 1e-12);
  }

  /** Returns the activation between the two dense layers of a feed-forward network. */
  default Activation activation(ModelConfig config) {
    return config.activation(names().config().activation(), Activation.GELU);
  }

  /**
   * Returns whether a tensor has no part in the layers, such as task heads and tables of indices.
   */
  default boolean isBesideLayers(String name, String prefix) {
    return layers().tasks().stream().anyMatch(name::startsWith)
        || (name.startsWith(prefix)
            && (embeddings().isIndices(name.substring(prefix.length()))
                || name.startsWith(prefix + "pooler.dense.")));
  }
}
