package io.corpusattention.attention;

import io.corpusattention.math.Linear;
import java.io.Serializable;

/** A matrix of floats: row by row, or as columns of what was packed for a kernel. */
public final class Matrix implements Serializable {
  private static final long serialVersionUID = 1;

  private final int rows;
  private final int columns;
  private final float[] values; // null where they are packed
  private final Linear packed;
  private final int first; // column of what is packed

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

  /** The columns in [from, to) of what is packed, without a copy. */
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

  /** [rows, columns], row-major; a new array where the matrix is packed. */
  public float[] values() {
    return values != null ? values : packed.columns(first, first + columns);
  }

  /** The shape as people write it: {@code [rows, columns]}. */
  public String shape() {
    return "[" + rows + ", " + columns + "]";
  }

  /** The columns in [from, to): a copy, or where the matrix is packed, a view of it. */
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

  /** The transpose: [columns, rows]. */
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
