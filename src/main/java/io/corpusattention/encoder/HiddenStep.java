package io.corpusattention.encoder;

/**
 * Pools and normalizes the hidden states of one sentence at a time. Computes in float64, in the
 * order of tokens and columns, and rounds once.
 */
final class HiddenStep {
  private final HiddenStates wanted;
  private final int width;
  private final double[] vector;

  // Scratch array, which grows as sentences need.
  private float[] values = {};

  HiddenStep(HiddenStates wanted, int width) {
    this.wanted = wanted;
    this.width = width;
    this.vector = new double[width];
  }

  /** Returns the last result: [n, d_model] or [d_model]. */
  float[] values() {
    return values;
  }

  /**
   * Computes the hidden states that are kept of a sentence.
   *
   * @param hidden the array with [n, d_model], from {@code start}
   * @return the number of values
   */
  int make(float[] hidden, int start, int n) {
    int vectors = wanted.pooling() == Pooling.TOKENS ? n : 1;
    int count = Math.multiplyExact(vectors, width);
    values = values.length >= count ? values : new float[count];
    for (int i = 0; i < vectors; i++) {
      for (int column = 0; column < width; column++) {
        vector[column] = hidden[start + i * width + column];
      }
      if (wanted.pooling() == Pooling.MEAN) {
        mean(hidden, start, n);
      }
      double factor = wanted.normalize() ? inverseLength() : 1;
      for (int column = 0; column < width; column++) {
        values[i * width + column] = (float) (vector[column] * factor);
      }
    }
    return count;
  }

  /** Computes the mean of all tokens. The vector must hold the first token's hidden state. */
  private void mean(float[] hidden, int start, int n) {
    for (int token = 1; token < n; token++) {
      for (int column = 0; column < width; column++) {
        vector[column] += hidden[start + token * width + column];
      }
    }
    for (int column = 0; column < width; column++) {
      vector[column] /= n;
    }
  }

  private double inverseLength() {
    double squares = 0;
    for (double x : vector) {
      squares += x * x;
    }
    return squares == 0 ? 1 : 1 / Math.sqrt(squares);
  }
}
