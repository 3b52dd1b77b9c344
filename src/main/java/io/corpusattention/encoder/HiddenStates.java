package io.corpusattention.encoder;

import java.io.Serializable;

/**
 * Which hidden states are kept of the last layer that is computed.
 *
 * @param normalize whether each vector is divided by its Euclidean length; a vector of zeros is
 *     unchanged
 */
public record HiddenStates(Pooling pooling, boolean normalize) implements Serializable {
  public static final HiddenStates NONE = new HiddenStates(Pooling.NONE, false);

  /** Returns whether anything is kept. */
  public boolean kept() {
    return pooling != Pooling.NONE;
  }

  /** Returns the number of values kept of a sentence of n tokens. */
  public long count(int n, int width) {
    return switch (pooling) {
      case NONE -> 0;
      case TOKENS -> (long) n * width;
      case MEAN, FIRST -> width;
    };
  }
}
