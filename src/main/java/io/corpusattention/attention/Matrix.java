package io.corpusattention.attention;

import java.io.Serializable;

/**
 * A row-major matrix of floats.
 *
 * @param values [rows, columns]
 */
public record Matrix(int rows, int columns, float[] values) implements Serializable {
  public Matrix {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "[" + rows + ", " + columns + "] does not hold " + values.length + " values");
    }
  }

  /** The shape as people write it: {@code [rows, columns]}. */
  public String shape() {
    return "[" + rows + ", " + columns + "]";
  }
}
