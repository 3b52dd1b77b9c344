package io.corpusattention.encoder;

import io.corpusattention.math.Kernel;
import java.io.Serializable;

/**
 * The parameters of a LayerNorm.
 *
 * @param gamma factor, [d_model]
 * @param beta summand, [d_model]
 * @param epsilon what is added to the variance
 */
public record LayerNorm(float[] gamma, float[] beta, double epsilon) implements Serializable {
  /**
   * Normalises rows in place.
   *
   * @param values holds [rows, d_model] from {@code start}
   */
  void apply(Kernel kernel, float[] values, int start, int rows) {
    int width = gamma.length;
    for (int row = 0; row < rows; row++) {
      kernel.layerNorm(values, start + row * width, width, gamma, beta, (float) epsilon);
    }
  }
}
