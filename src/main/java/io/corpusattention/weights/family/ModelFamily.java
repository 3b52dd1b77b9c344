package io.corpusattention.weights.family;

/** A family of models: the names in their files, and how they compute attention. */
public sealed interface ModelFamily permits EncoderFamily, SingleLayer {
  FamilyNames names();

  /** Returns whether each token attends only to itself and the tokens before it. */
  default boolean causal(ModelConfig config) {
    return false;
  }

  /**
   * Returns how a layer scales its scores, or null for 1/√d_k.
   *
   * @param layer the layer, from 0
   */
  default ModelScale scale(ModelConfig config, int layer) {
    return null;
  }
}
