package io.corpusattention.weights.npy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;

/**
 * The contents of a .npy file.
 *
 * @param label the setting with the file, for messages
 * @param shape its dimensions
 * @param values row-major; their number is the product of the dimensions
 */
public record NpyArray(Given label, int[] shape, float[] values) {
  /**
   * Returns the array as a matrix.
   *
   * @param meaning the meaning of the two dimensions, for messages: {@code [d_in, d_out]}
   * @throws BadSettingException if it has another number of dimensions
   */
  public Matrix matrix(String meaning) {
    requireDimensions(2, meaning);
    return new Matrix(shape[0], shape[1], values);
  }

  /**
   * Returns the array as a vector.
   *
   * @param meaning the meaning of its dimension, for messages: {@code [d_out]}
   * @throws BadSettingException if it has another number of dimensions
   */
  public float[] vector(String meaning) {
    requireDimensions(1, meaning);
    return values;
  }

  private void requireDimensions(int dimensions, String meaning) {
    if (shape.length != dimensions) {
      throw label.bad(
          "has %s%s; it must have %s, %s"
              .formatted(
                  shape.length,
                  shape.length == 1 ? " dimension" : " dimensions",
                  dimensions,
                  meaning));
    }
  }
}
