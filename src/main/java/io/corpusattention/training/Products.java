package io.corpusattention.training;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * Products of row-major matrices, plain or transposed, by a {@link Kernel}: each element sums up in
 * ascending k.
 */
final class Products {
  private final Kernel kernel;
  private final int width;

  // Scratch, grown as products ask for it.
  private float[] panels = {};
  private float[] transposed = {};
  private float[] wide = {}; // rows of whole panels

  Products(Kernel kernel) {
    this.kernel = kernel;
    this.width = kernel.panelWidth();
  }

  /** A matrix in an array: rows stride apart, from an offset. */
  record View(float[] values, int offset, int stride) {}

  /** B, [k, n], for {@link #timesPacked}. */
  float[] pack(View b, int k, int n) {
    float[] packed = new float[Panels.size(k, n, width)];
    kernel.pack(b.values, b.offset, b.stride, k, n, packed, 0);
    return packed;
  }

  /** Bᵀ, [k, n], of a matrix [n, k], for {@link #timesPacked}. */
  float[] packTransposed(View b, int k, int n) {
    float[] packed = new float[Panels.size(k, n, width)];
    Panels.packTransposed(b.values, b.offset, b.stride, k, n, width, packed, 0);
    return packed;
  }

  /**
   * The least stride of rows that {@link #timesPacked} may fill in parts, from the left to the
   * right: the last part's whole panels fit, too.
   */
  int room(int columns) {
    return Panels.roundUp(Math.addExact(columns, width - 1), width);
  }

  /**
   * C, [m, n] = A, [m, k] · a matrix that was packed, [k, n]. What lies right of a row of C is
   * overwritten up to whole panels, for which its stride leaves {@link #room}.
   */
  void timesPacked(int m, int k, int n, View a, float[] packed, View c) {
    kernel.multiply(m, k, n, a.values, a.offset, a.stride, packed, 0, c.values, c.offset, c.stride);
  }

  /** C, [m, n] = Aᵀ of A, [k, m] · B, [k, n]; nothing else is overwritten. */
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

  /** Adds a bias, null for none, to each of m rows. */
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

  /** An array of at least {@code length} floats, some more if new; its contents do not matter. */
  static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[Math.max(length, larger(array.length))];
  }

  /** Half as much again, so that arrays that grow often do not grow each time. */
  static int larger(int length) {
    return (int) Math.min(length + length / 2L, Integer.MAX_VALUE - 8);
  }
}
