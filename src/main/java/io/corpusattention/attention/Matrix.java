package io.corpusattention.attention;

import io.corpusattention.math.Linear;
import java.io.Serializable;

/** A matrix of floats, stored row by row or as columns of a matrix packed for a kernel. */
public final class Matrix implements Serializable {
  private static final long serialVersionUID = 1;

  private final int rows;
  private final int columns;
  private final float[] values; // null if packed
  private final Linear packed;
  private final int first; // first column in packed

  /**
   * @param values [rows, columns], row-major
   */
  public Matrix(int rows, int columns, float[] values) {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "[" + rows + ", " + columns + "] does not hold " + values.length + " values");
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.packed = null;
    this.first = 0;
  }

  /** Creates a view of the columns in [from, to) of a packed matrix, without a copy. */
  public Matrix(Linear packed, int from, int to) {
    this.rows = packed.inputWidth();
    this.columns = to - from;
    this.values = null;
    this.packed = packed;
    this.first = from;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Returns the values, [rows, columns], row-major. If the matrix is packed, the array is new. */
  public float[] values() {
    return values != null ? values : packed.columns(first, first + columns);
  }

  /** Returns the shape as text: {@code [rows, columns]}. */
  public String shape() {
    return "[" + rows + ", " + columns + "]";
  }

  /** Returns the columns in [from, to): a view if the matrix is packed, otherwise a copy. */
  public Matrix columns(int from, int to) {
    if (packed != null) {
      return new Matrix(packed, first + from, first + to);
    }
    int width = to - from;
    float[] taken = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns + from, taken, row * width, width);
    }
    return new Matrix(rows, width, taken);
  }

  /** Returns the transpose: [columns, rows]. */
  public Matrix transposed() {
    float[] all = values();
    float[] transposed = new float[all.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = all[row * columns + column];
      }
    }
    return new Matrix(columns, rows, transposed);
  }
}
