package io.corpusattention.weights.family;

/** A family of models: how their files name what they hold, and what they compute with it. */
public sealed interface ModelFamily permits EncoderFamily, SingleLayer {
  FamilyNames names();

  /** Whether a model hides from each token what stands after it. */
  default boolean causal(ModelConfig config) {
    return false;
  }

  /**
   * How a layer scales its scores; null for 1/√d_k.
   *
   * @param layer counted from 0
   */
  default ModelScale scale(ModelConfig config, int layer) {
    return null;
  }
}
