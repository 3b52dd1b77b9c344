package io.corpusattention.math;

/**
 * The inner loops of attention, on row-major float32 arrays.
 *
 * <p>All implementations give the same bits. An element of a product is a sum of chains, added in
 * order. Each chain is a sequence of fused multiply-adds in ascending k, starting from +0 ({@link
 * #CHAIN}). A softmax sums in {@value #LANES} virtual lanes, joined by a fixed tree ({@link
 * #joinLanes}), and uses the exp of {@link Exp}. Nothing depends on the width of a vector register
 * or on which rows are computed together.
 *
 * <p>Kernels are safe for use by several threads.
 */
public interface Kernel {
  /**
   * The number of lanes of a sum, regardless of register width: element j is added to lane j mod
   * 16.
   */
  int LANES = 16;

  /**
   * The length of a chain: the number of terms of a dot product that are summed before they are
   * added to the running total. Short chains reduce rounding errors: the error grows with the
   * length of a chain and with the number of chains, not with k (blocked summation; Higham 1993,
   * The Accuracy of Floating Point Summation).
   */
  int CHAIN = 128;

  /**
   * The length of a chain for scores, Q · Kᵀ. Softmax turns the absolute error of a score into a
   * relative error of a weight, so if scores are in the hundreds, their rounding limits the
   * accuracy of weights.
   */
  int SCORE_CHAIN = 16;

  /**
   * The number of rows of A that a product takes at a time. If you compute this number of rows at
   * once, they are still in the L2 cache for the next operation.
   */
  int ROW_BLOCK = 96;

  /** The number of distributions whose entropies are computed at once. */
  int DISTRIBUTIONS = 8;

  /** Returns the name in logs and the manifest: "simd, 16 lanes" or "scalar". */
  String name();

  /** Returns the number of columns in a panel of a packed right-hand matrix; see {@link Panels}. */
  int panelWidth();

  /** Computes C = A · B, in chains of length {@link #CHAIN}. */
  default void multiply(
      int m,
      int k,
      int n,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    multiply(m, k, n, CHAIN, a, aOffset, aStride, b, bOffset, c, cOffset, cStride);
  }

  /**
   * Computes C = A · B.
   *
   * @param m number of rows of A and C
   * @param k number of columns of A and rows of B
   * @param n number of columns of B and C
   * @param chain the length of a chain, a divisor of {@link #CHAIN}
   * @param a A, [m, k], from aOffset, with rows aStride apart
   * @param b B in panels of {@link #panelWidth} columns, from bOffset, as {@link Panels} packs them
   * @param c C, [m, n rounded up to whole panels], from cOffset, with rows cStride apart;
   *     overwritten
   */
  void multiply(
      int m,
      int k,
      int n,
      int chain,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride);

  /**
   * Computes y = f(x · W + b), with the product in chains of length {@link #CHAIN}.
   *
   * @param layer W and b, laid out for this kernel
   * @param rows at most {@value #ROW_BLOCK}
   * @param x the array with x, [rows, width of the input], from xOffset, with rows xStride apart
   * @param f an activation, or null for none
   * @param y receives [rows, stride of the layer] from yOffset; the values after the columns of a
   *     row have no meaning
   */
  default void dense(
      Linear layer,
      int rows,
      float[] x,
      int xOffset,
      int xStride,
      Activation f,
      float[] y,
      int yOffset) {
    int k = layer.inputWidth();
    int n = layer.columns();
    multiply(rows, k, n, x, xOffset, xStride, layer.panels(), 0, y, yOffset, layer.stride());
    finish(layer, rows, 0, f, y, yOffset);
  }

  /** Adds b to the columns of y from the given one on, and applies f to them. */
  default void finish(Linear layer, int rows, int from, Activation f, float[] y, int yOffset) {
    int count = layer.columns() - from;
    for (int row = 0; row < rows; row++) {
      int at = yOffset + row * layer.stride() + from;
      if (layer.bias() != null) {
        add(y, at, layer.bias(), from, count);
      }
      if (f != null) {
        activate(f, y, at, at + count);
      }
    }
  }

  /** Packs a matrix as {@link Panels#pack} does, with panels of {@link #panelWidth} columns. */
  default void pack(
      float[] source, int offset, int stride, int k, int n, float[] packed, int packedOffset) {
    Panels.pack(source, offset, stride, k, n, panelWidth(), packed, packedOffset);
  }

  /**
   * Replaces a row of scores by its softmax over the keys in [from, to). All other keys get exactly
   * 0. Scores are first multiplied by {@code factor}.
   *
   * @param row the array with the row at [offset, offset + length)
   * @param length a multiple of {@value #LANES}; values in the row from {@code to} on are ignored
   * @return false if a scaled score in [from, to) is not finite; the row is then undefined
   */
  boolean softmax(float[] row, int offset, int length, int from, int to, float factor);

  /** Adds {@code count} numbers of one array to those of another, element by element. */
  void add(float[] sums, int at, float[] values, int from, int count);

  /**
   * Selects the k heaviest of n weights, heaviest first. On a tie, the lower key comes first.
   *
   * @param row the array with the weights, none negative, at [offset, offset + n), padded to a
   *     multiple of {@value #LANES}
   * @param k at most n
   * @param keys receives k keys, starting at {@code at}
   * @param weights receives their weights, starting at {@code at}
   * @param order scratch, at least twice as long as n rounded up to a multiple of {@value #LANES}
   */
  void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order);

  /**
   * Computes the entropies, in nats, of the means of {@value #DISTRIBUTIONS} pairs of distributions
   * p and q over the same n keys: −Σ_j m_j ln m_j with m = (p + q) / 2 and 0 · ln 0 = 0. Each is
   * summed in ascending j, in double precision, with the logarithm of {@link Log}.
   *
   * @param p the array with key j of distribution l at pAt + j · {@value #DISTRIBUTIONS} + l; each
   *     number is 0 or at least the smallest positive float
   * @param entropies receives {@value #DISTRIBUTIONS} numbers
   */
  void entropiesOfMeans(double[] p, int pAt, double[] q, int qAt, int n, double[] entropies);

  /** Returns whether values[from, to) has neither NaN nor infinity. */
  boolean allFinite(float[] values, int from, int to);

  /**
   * Normalizes a row in place: (x - mean) / sqrt(variance + epsilon) · gamma + beta. The variance
   * divides by the width (Ba, Kiros and Hinton 2016). The first pass computes the mean, the second
   * the squared distances from it; each sums in {@value #LANES} lanes.
   *
   * @param row the array with the row at [offset, offset + width)
   * @param gamma one value for each value of the row, like beta
   */
  void layerNorm(float[] row, int offset, int width, float[] gamma, float[] beta, float epsilon);

  /** Applies a function to each value in values[from, to). */
  void activate(Activation activation, float[] values, int from, int to);

  /**
   * Sums the lanes in a fixed order: l and l+8, then l and l+4, l and l+2, l and l+1. Overwrites
   * the array.
   */
  static float joinLanes(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
