package io.corpusattention.math;

/**
 * The layout in which {@link Kernel#multiply} reads its right-hand matrix. Columns are split into
 * panels of a fixed width. Each panel is stored row by row, so that the inner loop reads memory
 * sequentially. Zeros fill the last panel.
 *
 * <p>Element (row, column) of a [k, n] matrix is at {@code (column / width) * k * width + row *
 * width + column % width}.
 */
public final class Panels {
  private Panels() {}

  /** Rounds a number of columns up to whole panels. */
  public static int roundUp(int columns, int width) {
    return Math.multiplyExact((columns + width - 1) / width, width);
  }

  /** Returns the number of floats of a packed [k, n] matrix. */
  public static int size(int k, int n, int width) {
    return Math.multiplyExact(k, roundUp(n, width));
  }

  /**
   * Packs a matrix.
   *
   * @param source [k, n], from offset, with rows stride apart
   * @param packed receives {@link #size} floats, starting at packedOffset
   */
  public static void pack(
      float[] source,
      int offset,
      int stride,
      int k,
      int n,
      int width,
      float[] packed,
      int packedOffset) {
    int panel = k * width;
    for (int row = 0; row < k; row++) { // row by row, in memory order
      int from = offset + row * stride;
      int to = packedOffset + row * width;
      for (int column = 0; column < n; column += width, to += panel) {
        int count = Math.min(width, n - column);
        System.arraycopy(source, from + column, packed, to, count);
        for (int c = count; c < width; c++) {
          packed[to + c] = 0f;
        }
      }
    }
  }

  /**
   * Reads the columns in [from, to) of a packed matrix.
   *
   * @return [k, to - from], row-major
   */
  public static float[] unpack(float[] packed, int k, int from, int to, int width) {
    int columns = to - from;
    float[] values = new float[Math.multiplyExact(k, columns)];
    for (int column = from; column < to; ) {
      int count = Math.min(to, column / width * width + width) - column;
      int at = column / width * k * width + column % width;
      for (int row = 0; row < k; row++) {
        System.arraycopy(packed, at + row * width, values, row * columns + column - from, count);
      }
      column += count;
    }
    return values;
  }

  /**
   * Packs the transpose of a matrix: its rows become columns.
   *
   * @param source [n, k], from offset, with rows stride apart
   * @param packed receives {@link #size} floats, starting at packedOffset
   */
  public static void packTransposed(
      float[] source,
      int offset,
      int stride,
      int k,
      int n,
      int width,
      float[] packed,
      int packedOffset) {
    for (int column = 0; column < n; column += width) {
      int panel = packedOffset + column * k;
      int count = Math.min(width, n - column);
      for (int c = 0; c < count; c++) {
        int from = offset + (column + c) * stride;
        int to = panel + c;
        for (int row = 0; row < k; row++, to += width) {
          packed[to] = source[from + row];
        }
      }
      for (int c = count; c < width; c++) {
        for (int row = 0; row < k; row++) {
          packed[panel + row * width + c] = 0f;
        }
      }
    }
  }
}
