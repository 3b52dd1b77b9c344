package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.CounterRandom;

/**
 * Draws random weights. The same seed gives the same weights on every machine. Each number is
 * uniform in (-a, a) with a = √(6 / (rows + columns)) of its matrix, which preserves the variance
 * of the signal. Glorot and Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks", AISTATS 2010.
 */
public final class XavierWeights {
  private XavierWeights() {}

  /**
   * Draws W_q, W_k, and W_v, without biases.
   *
   * @param modelWidth d_model, the rows of W_k and W_v
   * @param queryWidth the rows of W_q: also d_model, unless queries come from elsewhere
   * @param headDim d_k and d_v, the width of one head
   * @throws BadSettingException if a matrix would be larger than a Java array
   */
  public static ProjectionWeights create(
      long seed, int modelWidth, int queryWidth, int heads, int kvHeads, int headDim) {
    Setting.HEAD_DIM.requirePositive(headDim);
    return new ProjectionWeights(
        "xavier:" + seed,
        matrix(seed, 0, "W_q", queryWidth, heads, headDim),
        matrix(seed, 1, "W_k", modelWidth, kvHeads, headDim),
        matrix(seed, 2, "W_v", modelWidth, kvHeads, headDim),
        null,
        null,
        null);
  }

  private static Matrix matrix(
      long seed, int index, String name, int rows, int heads, int headDim) {
    long columns = (long) heads * headDim;
    if (columns > (Integer.MAX_VALUE - 8) / rows) {
      throw Setting.HEAD_DIM
          .of(headDim)
          .bad(
              "%s would be [%s, %s], more than a Java array holds; make it smaller"
                  .formatted(name, rows, columns));
    }
    return matrix(seed, index, rows, (int) columns);
  }

  /**
   * Draws one matrix.
   *
   * @param index the number of the matrix for this seed: 0 W_q, 1 W_k, 2 W_v, 3 and up for others
   */
  public static Matrix matrix(long seed, int index, int rows, int columns) {
    // IEEE 754 defines these operations exactly, so every machine gets the same bits.
    double bound = Math.sqrt(6.0 / (rows + (double) columns));
    long state = CounterRandom.next(seed, index);
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < values.length; i++) {
      double u = CounterRandom.uniform(CounterRandom.next(state, i));
      values[i] = (float) ((2 * u - 1) * bound);
    }
    return new Matrix(rows, columns, values);
  }
}
