package io.corpusattention.training;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * Products of row-major matrices, plain or transposed, by a {@link Kernel}: each element is one
 * chain of fused multiply-adds in ascending k. Results are dense, without the kernel's whole
 * panels.
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
    Panels.pack(b.values, b.offset, b.stride, k, n, width, packed, 0);
    return packed;
  }

  /** Bᵀ, [k, n], of a matrix [n, k], for {@link #timesPacked}. */
  float[] packTransposed(View b, int k, int n) {
    float[] packed = new float[Panels.size(k, n, width)];
    Panels.packTransposed(b.values, b.offset, b.stride, k, n, width, packed, 0);
    return packed;
  }

  /** C, [m, n] = A, [m, k] · B, [k, n]. */
  void times(int m, int k, int n, View a, View b, View c) {
    panels = grown(panels, Panels.size(k, n, width));
    Panels.pack(b.values, b.offset, b.stride, k, n, width, panels, 0);
    timesPacked(m, k, n, a, panels, c);
  }

  /** C, [m, n] = A, [m, k] · Bᵀ of B, [n, k]. */
  void timesTransposed(int m, int k, int n, View a, View b, View c) {
    panels = grown(panels, Panels.size(k, n, width));
    Panels.packTransposed(b.values, b.offset, b.stride, k, n, width, panels, 0);
    timesPacked(m, k, n, a, panels, c);
  }

  /** C, [m, n] = Aᵀ of A, [k, m] · B, [k, n]. */
  void transposedTimes(int m, int k, int n, View a, View b, View c) {
    transposed = grown(transposed, Math.multiplyExact(m, k));
    for (int row = 0; row < k; row++) {
      int from = a.offset + row * a.stride;
      for (int i = 0, to = row; i < m; i++, to += k) {
        transposed[to] = a.values[from + i];
      }
    }
    times(m, k, n, new View(transposed, 0, k), b, c);
  }

  /** C, [m, n] = A, [m, k] · a matrix that was packed, [k, n]. */
  void timesPacked(int m, int k, int n, View a, float[] packed, View c) {
    int whole = Panels.roundUp(n, width);
    if (whole == n) {
      kernel.multiply(
          m, k, n, a.values, a.offset, a.stride, packed, 0, c.values, c.offset, c.stride);
      return;
    }
    wide = grown(wide, Math.multiplyExact(m, whole));
    kernel.multiply(m, k, n, a.values, a.offset, a.stride, packed, 0, wide, 0, whole);
    for (int row = 0; row < m; row++) {
      System.arraycopy(wide, row * whole, c.values, c.offset + row * c.stride, n);
    }
  }

  /** An array of at least {@code length} floats; its contents do not matter. */
  static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
