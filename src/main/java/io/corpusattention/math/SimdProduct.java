package io.corpusattention.math;

/**
 * {@link Kernel#multiply} in vector registers. Splits C into the blocks that SimdBlocks computes.
 */
final class SimdProduct {
  private static final int WIDTH = SimdKernel.SPECIES.length();

  /** The number of panels that share a load of A. It is halved if there are only 16 registers. */
  private static final int PANELS = VirtualMachine.vectorRegisters() >= 32 ? 4 : 2;

  /**
   * The fewest panels for which copying rows for {@link SimdTightProduct} takes less time than it
   * saves.
   */
  private static final int LEAST_TIGHT = 16;

  /** The values of C before the first chain. */
  private static final float[] ZEROS = new float[PANELS * WIDTH];

  /** The scratch arrays of a thread. */
  private static final class Scratch {
    float[] copy = {}; // rows of A for SimdBlocks.multiplyFour
    final SimdTightProduct tight = new SimdTightProduct();
    final float[] rest =
        new float[SimdBlocks.ROWS * PANELS * WIDTH]; // rows of C of an incomplete group
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private SimdProduct() {}

  /**
   * Implements {@link Kernel#multiply}, with panels one register wide.
   *
   * @param bias a value to add to each column of a finished sum, or null for none
   * @param f the activation to apply then, or null for none
   * @return the number of columns, from the first, that have their bias and activation; the caller
   *     completes the others
   */
  static int multiply(
      int m,
      int k,
      int n,
      int chain,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] bias,
      Activation f,
      float[] c,
      int cOffset,
      int cStride) {
    Scratch scratch = SCRATCH.get();
    int panels = (n + WIDTH - 1) / WIDTH;
    boolean tight =
        SimdTightBlock.FITS
            && chain == Kernel.CHAIN
            && panels >= LEAST_TIGHT
            && b.length <= SimdTightBlock.MAX_LENGTH;
    boolean finishes = n % WIDTH == 0; // otherwise the last panel has columns without a bias
    int finished = 0;
    for (int i0 = 0; i0 < m; i0 += Kernel.ROW_BLOCK) {
      int i1 = Math.min(m, i0 + Kernel.ROW_BLOCK);
      if (panels >= 4 && PANELS == 4) {
        copyRows(i1 - i0, k, a, aOffset + i0 * aStride, aStride, scratch);
      } else if (tight) {
        scratch.tight.take(i1 - i0, k, a, aOffset + i0 * aStride, aStride);
      }
      int panel = 0;
      while (panel < panels) {
        int left = Math.min(panels - panel, PANELS);
        int taken = left == 3 ? 2 : left;
        if (taken == 2 && tight) {
          int bAt = bOffset + panel * k * WIDTH;
          int cAt = cOffset + i0 * cStride + panel * WIDTH;
          int pairs = Math.min((panels - panel) / 2, SimdTightProduct.PAIRS);
          scratch.tight.multiply(
              pairs,
              b,
              bAt,
              finishes ? bias : null,
              panel * WIDTH,
              finishes ? f : null,
              c,
              cAt,
              cStride);
          panel += 2 * pairs;
          finished = finishes ? panel * WIDTH : 0;
          continue;
        }
        int group = taken == 2 ? SimdBlocks.ROWS_OF_TWO : SimdBlocks.ROWS;
        // Compute all chains of these columns in turn, so that C stays in the L1 cache.
        for (int k0 = 0; k0 < k; k0 += chain) {
          int count = Math.min(k - k0, chain);
          int bAt = bOffset + (panel * k + k0) * WIDTH;
          for (int i = i0; i < i1; i += group) {
            int rows = Math.min(group, i1 - i);
            int cAt = cOffset + i * cStride + panel * WIDTH;
            boolean whole = rows == group;
            float[] to = whole ? c : scratch.rest;
            int toAt = whole ? cAt : 0;
            int toStride = whole ? cStride : taken * WIDTH;
            if (!whole && k0 > 0) {
              copy(rows, taken * WIDTH, c, cAt, cStride, to, toAt, toStride);
            }
            float[] before = k0 == 0 ? ZEROS : to;
            int beforeAt = k0 == 0 ? 0 : toAt;
            int beforeStride = k0 == 0 ? 0 : toStride;
            if (taken == 4) {
              int aAt =
                  (k0 / SimdBlocks.ROW * wholeGroups(i1 - i0) + i - i0) * SimdBlocks.ROW
                      + k0 % SimdBlocks.ROW;
              SimdBlocks.multiplyFour(
                  count,
                  k * WIDTH,
                  scratch.copy,
                  aAt,
                  b,
                  bAt,
                  before,
                  beforeAt,
                  beforeStride,
                  to,
                  toAt,
                  toStride);
            } else {
              int aAt = aOffset + i * aStride + k0;
              if (taken == 2) {
                SimdBlocks.multiplyTwo(
                    rows,
                    count,
                    k * WIDTH,
                    a,
                    aAt,
                    aStride,
                    b,
                    bAt,
                    before,
                    beforeAt,
                    beforeStride,
                    to,
                    toAt,
                    toStride);
              } else {
                SimdBlocks.multiplyOne(
                    rows,
                    count,
                    a,
                    aAt,
                    aStride,
                    b,
                    bAt,
                    before,
                    beforeAt,
                    beforeStride,
                    to,
                    toAt,
                    toStride);
              }
            }
            if (!whole) {
              copy(rows, taken * WIDTH, to, toAt, toStride, c, cAt, cStride);
            }
          }
        }
        panel += taken;
      }
    }
    return finished;
  }

  private static void copy(
      int rows, int count, float[] from, int at, int stride, float[] to, int toAt, int toStride) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, at + row * stride, to, toAt + row * toStride, count);
    }
  }

  /**
   * Copies rows of A for {@link SimdBlocks#multiplyFour}, in blocks of {@value SimdBlocks#ROW}
   * columns of all rows: [columns / SimdBlocks.ROW, rows of whole groups, SimdBlocks.ROW]. Copies
   * of the last row complete the last group.
   */
  private static void copyRows(int rows, int k, float[] a, int aAt, int aStride, Scratch scratch) {
    int whole = wholeGroups(rows);
    int length =
        Math.multiplyExact((k + SimdBlocks.ROW - 1) / SimdBlocks.ROW, whole * SimdBlocks.ROW);
    if (scratch.copy.length < length) {
      scratch.copy = new float[length];
    }
    for (int row = 0; row < whole; row++) {
      int from = aAt + Math.min(row, rows - 1) * aStride;
      int to = row * SimdBlocks.ROW;
      for (int k0 = 0; k0 < k; k0 += SimdBlocks.ROW, to += whole * SimdBlocks.ROW) {
        System.arraycopy(a, from + k0, scratch.copy, to, Math.min(SimdBlocks.ROW, k - k0));
      }
    }
  }

  private static int wholeGroups(int rows) {
    return (rows + SimdBlocks.ROWS - 1) / SimdBlocks.ROWS * SimdBlocks.ROWS;
  }
}
