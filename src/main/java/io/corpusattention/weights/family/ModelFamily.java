package io.corpusattention.weights.family;

import java.util.List;

/** A family of models: how their files name what they hold, and what they compute with it. */
public sealed interface ModelFamily permits EncoderFamily, Gpt2, SingleLayer {
  /** All that are known. Where tensors have the names of several, the first counts. */
  static List<ModelFamily> all() {
    return List.of(
        new SingleLayer(), new Bert(), new Roberta(), new Electra(), new DistilBert(), new Gpt2());
  }

  /** What config.json calls its models in model_type. */
  List<String> modelTypes();

  /** What stands before the names of its tensors, unless the file holds the bare model. */
  String prefix();

  /** The field of config.json with the number of heads. */
  String headsField();

  AttentionNames attention();

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
