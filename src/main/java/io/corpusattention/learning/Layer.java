package io.corpusattention.learning;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.math.CounterRandom;
import io.corpusattention.training.ParameterLayout;
import io.corpusattention.weights.XavierWeights;
import java.io.Serializable;

/** The layer to train: the layout of its parameters, and the configuration of its attention. */
record Layer(ParameterLayout layout, AttentionConfig attention) implements Serializable {
  /** Returns this layer with the draws of one epoch. Each epoch has different draws. */
  Layer inEpoch(long seed, long epoch) {
    if (!(attention.alignment() instanceof Alignment.Sample)) {
      return this;
    }
    Alignment draws = new Alignment.Sample(CounterRandom.next(seed, epoch), 1);
    return new Layer(layout, attention.withAlignment(draws));
  }

  /**
   * Returns the parameters before the first step: matrices drawn by {@link XavierWeights}, and
   * biases of 0.
   */
  float[] start(long seed) {
    float[] parameters = new float[layout.size()];
    for (ParameterLayout.Slice slice : layout.slices()) {
      int index = index(slice.name());
      if (index >= 0) {
        float[] values = XavierWeights.matrix(seed, index, slice.rows(), slice.columns()).values();
        System.arraycopy(values, 0, parameters, slice.offset(), values.length);
      }
    }
    return parameters;
  }

  /** Returns the number of a matrix in draws from a seed, or -1 for a bias. */
  private static int index(String name) {
    return switch (name) {
      case "W_q" -> 0;
      case "W_k" -> 1;
      case "W_v" -> 2;
      case "W_o" -> 3;
      case "W_class" -> 4;
      default -> -1;
    };
  }
}
