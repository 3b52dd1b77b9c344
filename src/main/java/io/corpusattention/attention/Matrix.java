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

  /** The transpose: [columns, rows]. */
  public Matrix transposed() {
    float[] transposed = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return new Matrix(columns, rows, transposed);
  }
}
