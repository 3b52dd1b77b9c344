package io.corpusattention.encoder;

import io.corpusattention.math.Kernel;
import java.io.Serializable;

/**
 * The parameters of a LayerNorm.
 *
 * @param gamma the factor, [d_model]
 * @param beta the summand, [d_model]
 * @param epsilon the number added to the variance
 */
public record LayerNorm(float[] gamma, float[] beta, double epsilon) implements Serializable {
  /**
   * Normalizes rows in place.
   *
   * @param values the array with [rows, d_model], from {@code start}
   */
  void apply(Kernel kernel, float[] values, int start, int rows) {
    int width = gamma.length;
    for (int row = 0; row < rows; row++) {
      kernel.layerNorm(values, start + row * width, width, gamma, beta, (float) epsilon);
    }
  }
}
