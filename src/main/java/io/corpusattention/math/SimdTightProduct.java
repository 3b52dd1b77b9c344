package io.corpusattention.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of a block of rows of A with pairs of panels of B, by {@link SimdTightBlock}.
 *
 * <p>Takes the rows of A first, then any number of panels. Sums are kept in a tile, so that each
 * row of C is written once, in long pieces: its rows are far apart, each in a memory page of its
 * own. Keeps scratch arrays, so each thread needs its own.
 */
final class SimdTightProduct {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int ROWS = SimdTightBlock.ROWS;

  /** The maximum number of groups of rows that share loads of B. */
  private static final int GROUPS = Kernel.ROW_BLOCK / ROWS;

  /** The maximum number of pairs of panels at a time: C is written in pieces of this width. */
  static final int PAIRS = 4;

  /** The number of values of a tile in a group of rows. */
  private static final int GROUP = 2 * ROWS * WIDTH;

  /** The number of values in a cache line. */
  private static final int LINE = 16;

  private int rows;
  private int k;
  private float[][] copies = {}; // [chains of k, GROUPS]: rows of A, as SimdTightBlock reads them
  private final float[] tile = new float[PAIRS * GROUPS * GROUP]; // C, [pairs, rows, 2 panels]

  @SuppressWarnings("UnusedVariable") // without this field, the compiler leaves out touch
  private float touched;

  /**
   * Takes rows of A.
   *
   * @param rows the number of rows, at most {@link Kernel#ROW_BLOCK}
   * @param k the number of columns
   */
  void take(int rows, int k, float[] a, int aAt, int aStride) {
    this.rows = rows;
    this.k = k;
    int length = (k + Kernel.CHAIN - 1) / Kernel.CHAIN * GROUPS;
    if (copies.length < length) {
      copies = Arrays.copyOf(copies, length);
    }
    for (int k0 = 0; k0 < k; k0 += Kernel.CHAIN) {
      for (int row = 0; row < rows; row += ROWS) {
        int at = k0 / Kernel.CHAIN * GROUPS + row / ROWS;
        if (copies[at] == null) {
          copies[at] = new float[Kernel.CHAIN * WIDTH];
        }
        int count = Math.min(Kernel.CHAIN, k - k0);
        copy(Math.min(ROWS, rows - row), count, a, aAt + row * aStride + k0, aStride, copies[at]);
      }
    }
  }

  /**
   * Copies rows of A: element i of row r to [i · WIDTH + r]. As many steps lie between the columns
   * as between the rows of a panel, so that one index serves both. Copies of the last row complete
   * the group.
   */
  private static void copy(int rows, int count, float[] a, int aAt, int aStride, float[] copy) {
    for (int row = 0; row < ROWS; row++) {
      int from = aAt + Math.min(row, rows - 1) * aStride;
      for (int i = 0; i < count; i++) {
        copy[i * WIDTH + row] = a[from + i];
      }
    }
  }

  /**
   * Computes C[rows, pairs of panels] = f(A · B + bias).
   *
   * @param pairs the number of pairs, at most {@link #PAIRS}
   * @param b the array with the panels, one after the other, from bAt
   * @param bias the array with one value for each column, from biasAt, or null for none
   * @param f an activation, or null for none
   * @param c receives C, from cAt, with rows cStride apart
   */
  void multiply(
      int pairs,
      float[] b,
      int bAt,
      float[] bias,
      int biasAt,
      Activation f,
      float[] c,
      int cAt,
      int cStride) {
    int groups = (rows + ROWS - 1) / ROWS;
    for (int pair = 0; pair < pairs; pair++) {
      multiplyPair(groups, b, bAt + pair * 2 * k * WIDTH, pair * groups * GROUP);
    }
    if (bias != null) {
      addBias(pairs, groups * GROUP, bias, biasAt);
    }
    if (f != null) {
      SimdActivation.activate(f, tile, 0, pairs * groups * GROUP);
    }
    for (int row = 0; row < rows; row++) {
      int from = row * 2 * WIDTH;
      int to = cAt + row * cStride;
      for (int pair = 0; pair < pairs; pair++) {
        FloatVector.fromArray(SPECIES, tile, from).intoArray(c, to);
        FloatVector.fromArray(SPECIES, tile, from + WIDTH).intoArray(c, to + WIDTH);
        from += groups * GROUP;
        to += 2 * WIDTH;
      }
    }
  }

  /** Adds the bias of each column to the sums in the tile. */
  private void addBias(int pairs, int values, float[] bias, int biasAt) {
    for (int pair = 0; pair < pairs; pair++) {
      FloatVector p = FloatVector.fromArray(SPECIES, bias, biasAt + pair * 2 * WIDTH);
      FloatVector q = FloatVector.fromArray(SPECIES, bias, biasAt + pair * 2 * WIDTH + WIDTH);
      for (int at = pair * values; at < (pair + 1) * values; at += 2 * WIDTH) {
        FloatVector.fromArray(SPECIES, tile, at).add(p).intoArray(tile, at);
        FloatVector.fromArray(SPECIES, tile, at + WIDTH).add(q).intoArray(tile, at + WIDTH);
      }
    }
  }

  /** Computes two panels of C in the tile. */
  private void multiplyPair(int groups, float[] b, int bAt, int tileAt) {
    int panel = k * WIDTH;
    Arrays.fill(tile, tileAt, tileAt + groups * GROUP, 0f);
    // Take all groups for a chain in turn, so that its part of B stays in the L1 cache.
    for (int k0 = 0; k0 < k; k0 += Kernel.CHAIN) {
      int count = Math.min(Kernel.CHAIN, k - k0);
      int from = bAt + k0 * WIDTH;
      int next = k0 + count < k ? from + count * WIDTH : bAt + 2 * panel;
      boolean touch = groups == GROUPS && next <= b.length - panel - Kernel.CHAIN * WIDTH;
      for (int group = 0; group < groups; group++) {
        float[] copy = copies[k0 / Kernel.CHAIN * GROUPS + group];
        SimdTightBlock.multiply(count, panel, copy, b, from, tile, tileAt + group * GROUP);
        if (touch) {
          touch(b, next + group * (Kernel.CHAIN / GROUPS) * WIDTH, panel);
        }
      }
    }
  }

  /**
   * Reads a share of the next part of B, so that it is in the cache when it is needed. Processors
   * read ahead within a memory page, and a panel's part is not longer than one.
   */
  private void touch(float[] b, int from, int panel) {
    float sum = 0;
    for (int i = from; i < from + Kernel.CHAIN / GROUPS * WIDTH; i += LINE) {
      sum += b[i] + b[i + panel];
    }
    touched = sum;
  }
}
