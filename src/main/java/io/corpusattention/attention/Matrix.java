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

  /** The columns in [from, to), as a matrix of their own. */
  public Matrix columns(int from, int to) {
    int width = to - from;
    float[] taken = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns + from, taken, row * width, width);
    }
    return new Matrix(rows, width, taken);
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
