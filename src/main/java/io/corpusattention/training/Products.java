package io.corpusattention.training;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * Products of row-major matrices, plain or transposed, with a {@link Kernel}. Each element is
 * summed in ascending k.
 */
final class Products {
  private final Kernel kernel;
  private final int width;

  // Scratch arrays, which grow as products need.
  private float[] panels = {};
  private float[] transposed = {};
  private float[] wide = {}; // rows of whole panels

  Products(Kernel kernel) {
    this.kernel = kernel;
    this.width = kernel.panelWidth();
  }

  /** A matrix in an array, from an offset, with rows stride apart. */
  record View(float[] values, int offset, int stride) {}

  /** Packs B, [k, n], for {@link #timesPacked}. */
  float[] pack(View b, int k, int n) {
    float[] packed = new float[Panels.size(k, n, width)];
    kernel.pack(b.values, b.offset, b.stride, k, n, packed, 0);
    return packed;
  }

  /** Packs the transpose, [k, n], of a matrix [n, k], for {@link #timesPacked}. */
  float[] packTransposed(View b, int k, int n) {
    float[] packed = new float[Panels.size(k, n, width)];
    Panels.packTransposed(b.values, b.offset, b.stride, k, n, width, packed, 0);
    return packed;
  }

  /**
   * Returns the minimum stride of rows that {@link #timesPacked} may fill in parts, from left to
   * right. It has room for the whole panels of the last part.
   */
  int room(int columns) {
    return Panels.roundUp(Math.addExact(columns, width - 1), width);
  }

  /**
   * Computes C, [m, n] = A, [m, k] · a packed matrix, [k, n]. Overwrites values to the right of a
   * row of C up to whole panels, so its stride must leave {@link #room}.
   */
  void timesPacked(int m, int k, int n, View a, float[] packed, View c) {
    kernel.multiply(m, k, n, a.values, a.offset, a.stride, packed, 0, c.values, c.offset, c.stride);
  }

  /** Computes C, [m, n] = Aᵀ · B for A, [k, m], and B, [k, n]. Overwrites nothing else. */
  void transposedTimes(int m, int k, int n, View a, View b, View c) {
    transposed = grown(transposed, Math.multiplyExact(m, k));
    for (int row = 0; row < k; row++) {
      int from = a.offset + row * a.stride;
      for (int i = 0, to = row; i < m; i++, to += k) {
        transposed[to] = a.values[from + i];
      }
    }
    panels = grown(panels, Panels.size(k, n, width));
    kernel.pack(b.values, b.offset, b.stride, k, n, panels, 0);
    int whole = Panels.roundUp(n, width);
    wide = grown(wide, Math.multiplyExact(m, whole));
    kernel.multiply(m, k, n, transposed, 0, k, panels, 0, wide, 0, whole);
    for (int row = 0; row < m; row++) {
      System.arraycopy(wide, row * whole, c.values, c.offset + row * c.stride, n);
    }
  }

  /** Adds a bias to each of m rows, unless it is null. */
  static void add(float[] bias, View rows, int m) {
    if (bias != null) {
      for (int row = 0; row < m; row++) {
        int to = rows.offset + row * rows.stride;
        for (int column = 0; column < bias.length; column++) {
          rows.values[to + column] += bias[column];
        }
      }
    }
  }

  /**
   * Returns an array of at least {@code length} floats. A new array has some spare room. The
   * contents do not matter.
   */
  static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[Math.max(length, larger(array.length))];
  }

  /** Returns one and a half times a length, so that arrays do not grow with each call. */
  static int larger(int length) {
    return (int) Math.min(length + length / 2L, Integer.MAX_VALUE - 8);
  }
}
