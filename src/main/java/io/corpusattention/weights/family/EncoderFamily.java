package io.corpusattention.weights.family;

import java.util.Set;

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

  /** The tensors between two attentions; null where the layers are not computed. */
  default BlockNames blocks() {
    return null;
  }

  /** What stands before the names of a model's tensors: the family's prefix, or nothing. */
  default String prefixOf(Set<String> names) {
    String prefix = names().prefix();
    return names.contains(prefix + embeddings().words()) ? prefix : "";
  }

  /** Whether a tensor has no part in the layers: the embeddings, and heads for other tasks. */
  default boolean isBesideLayers(String name, String prefix) {
    return name.startsWith("cls.")
        || (name.startsWith(prefix)
            && (embeddings().has(name.substring(prefix.length()))
                || name.startsWith(prefix + "pooler.dense.")));
  }
}
