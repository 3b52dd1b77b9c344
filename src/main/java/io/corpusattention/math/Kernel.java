package io.corpusattention.math;

/**
 * The inner loops of attention, on row-major float32 arrays.
 *
 * <p>Every implementation gives the same bits. An element of a product is a sum of chains, one
 * after the other; each is made of fused multiply-adds in ascending k from +0 ({@link #CHAIN}). A
 * softmax sums in {@value #LANES} virtual lanes joined by a fixed tree ({@link #joinLanes}); exp is
 * {@link Exp}. None of it depends on the width of a vector register or on which rows are computed
 * together.
 *
 * <p>Kernels may be shared between threads.
 */
public interface Kernel {
  /** Lanes of a sum, whatever the width of a register: element j is added to lane j mod 16. */
  int LANES = 16;

  /**
   * Products that an element of a product adds up before it adds them to the sum so far. Short
   * chains round less: the error grows with the length of a chain and with the number of chains,
   * not with k (blocked summation; Higham 1993, The Accuracy of Floating Point Summation).
   */
  int CHAIN = 128;

  /**
   * The same for scores, Q · Kᵀ. The softmax makes of a score's absolute error a relative error of
   * a weight, so where scores are in the hundreds, their rounding decides how exact weights are.
   */
  int SCORE_CHAIN = 16;

  /**
   * Rows of A that a product takes at a time. Who computes so many rows at once finds them in the
   * second-level cache for what comes next.
   */
  int ROW_BLOCK = 96;

  /** Distributions whose entropies are computed at once. */
  int DISTRIBUTIONS = 8;

  /** A name for logs and the manifest: "simd, 16 lanes" or "scalar". */
  String name();

  /** Columns of one panel of a packed right-hand matrix; see {@link Panels}. */
  int panelWidth();

  /** C = A · B, in chains of {@link #CHAIN}. */
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
   * C = A · B.
   *
   * @param m rows of A and C
   * @param k columns of A, rows of B
   * @param n columns of B and C
   * @param chain how many products are added up before they are added to an element of C; a divisor
   *     of {@link #CHAIN}
   * @param a [m, k], rows aStride apart, from aOffset
   * @param b B in panels of {@link #panelWidth} columns from bOffset, as {@link Panels} packs them
   * @param c [m, n rounded up to whole panels], rows cStride apart, from cOffset; overwritten
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

  /** {@link Panels#pack}, with panels of {@link #panelWidth} columns. */
  default void pack(
      float[] source, int offset, int stride, int k, int n, float[] packed, int packedOffset) {
    Panels.pack(source, offset, stride, k, n, panelWidth(), packed, packedOffset);
  }

  /**
   * Replaces one row of scores by its softmax over the keys in [from, to); all others get exactly
   * 0. Scores are first multiplied by {@code factor}.
   *
   * @param row the array that holds the row at [offset, offset + length)
   * @param length a multiple of {@value #LANES}; what lies in the row beyond {@code to} is ignored
   * @return false where a scaled score in [from, to) is not finite; the row is then undefined
   */
  boolean softmax(float[] row, int offset, int length, int from, int to, float factor);

  /** Adds {@code count} numbers of an array to those of another, element by element. */
  void add(float[] sums, int at, float[] values, int from, int count);

  /**
   * Selects the k heaviest of n weights, heaviest first, ties going to the lower key.
   *
   * @param row holds the weights, none negative, at [offset, offset + n), in whole groups of
   *     {@value #LANES}
   * @param k at most n
   * @param keys receives k keys from {@code at}
   * @param weights receives their weights from {@code at}
   * @param order scratch, at least twice n in whole groups of {@value #LANES}
   */
  void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order);

  /**
   * The entropies of means of distributions, −Σ_j m_j ln m_j with m = (p + q) / 2 and 0 · ln 0 = 0,
   * in nats, for {@value #DISTRIBUTIONS} pairs of distributions p and q over the same n keys. Each
   * is summed in ascending j, in double precision; the logarithm is {@link Log}.
   *
   * @param p holds key j of the distribution l at pAt + j · {@value #DISTRIBUTIONS} + l; no number
   *     is negative, and none above 0 is smaller than floats are
   * @param entropies receives {@value #DISTRIBUTIONS} numbers
   */
  void entropiesOfMeans(double[] p, int pAt, double[] q, int qAt, int n, double[] entropies);

  /** Whether values[from, to) holds neither NaN nor an infinity. */
  boolean allFinite(float[] values, int from, int to);

  /**
   * Normalises a row in place: (x - mean) / sqrt(variance + epsilon) · gamma + beta, where the
   * variance divides by the width (Ba, Kiros and Hinton 2016). Two passes: the mean, then the
   * squared distances from it, each summed in {@value #LANES} lanes.
   *
   * @param row the array that holds the row at [offset, offset + width)
   * @param gamma as many values as the row has, like beta
   */
  void layerNorm(float[] row, int offset, int width, float[] gamma, float[] beta, float epsilon);

  /** Applies a function to each of values[from, to). */
  void activate(Activation activation, float[] values, int from, int to);

  /** Adds up the lanes of a sum: l and l+8, then l and l+4, l and l+2, l and l+1. */
  static float joinLanes(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
