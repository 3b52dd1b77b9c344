package io.corpusattention.math;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A block of a matrix product that takes 15 of 16 registers: 6 rows by 2 panels. Its 12
 * accumulators, two loads of B and one of A leave none to spare, so the order of the loop's
 * instructions matters.
 *
 * <p>On a core that runs two threads, the number of instructions limits the speed more than
 * products do. This loop has 28 instructions for 12 products; blocks of 4 rows have 26 for 8.
 */
final class SimdTightBlock {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /**
   * The number of rows of A and C that share a load of B. It is that of SimdBlocks, because
   * SimdProduct completes the last group of rows for both in one scratch array.
   */
  static final int ROWS = SimdBlocks.ROWS;

  /** Whether this block is faster than those of {@link SimdBlocks} here. */
  static final boolean FITS = VirtualMachine.vectorRegisters() < 32 && WIDTH >= ROWS;

  private SimdTightBlock() {}

  /**
   * Returns a copy of some rows of A for {@link #multiply}: element i of row r is at [i · WIDTH +
   * r]. As many steps lie between the columns as between the rows of a panel, so that one index
   * serves both.
   *
   * @param rows the number of rows, at most {@link #ROWS}; the last is repeated
   * @param count the number of columns, at most {@link Kernel#CHAIN}
   * @param to the array to copy to; null for a new one
   */
  static float[] copy(int rows, int count, float[] a, int aAt, int aStride, float[] to) {
    float[] copy = to == null ? new float[Kernel.CHAIN * WIDTH] : to;
    for (int row = 0; row < ROWS; row++) {
      int from = aAt + Math.min(row, rows - 1) * aStride;
      for (int i = 0; i < count; i++) {
        copy[i * WIDTH + row] = a[from + i];
      }
    }
    return copy;
  }

  /**
   * Computes C[6 rows, 2 panels] = before + A · B for one chain.
   *
   * <p>Each fence keeps the compiler from loading the next elements of A early, for which there are
   * no registers: without fences, it stores and reloads two accumulators in each step. On x86, an
   * acquire fence is no instruction. Reading A from index 0 saves an address.
   *
   * @param a the copy of six rows
   */
  static void multiply(
      int count,
      int panel,
      float[] a,
      float[] b,
      int bp0,
      float[] before,
      int d0,
      int beforeStride,
      float[] c,
      int c0,
      int cStride) {
    int c1 = c0 + cStride;
    int c2 = c0 + 2 * cStride;
    int c3 = c0 + 3 * cStride;
    int c4 = c0 + 4 * cStride;
    int c5 = c0 + 5 * cStride;
    int d1 = d0 + beforeStride;
    int d2 = d0 + 2 * beforeStride;
    int d3 = d0 + 3 * beforeStride;
    int d4 = d0 + 4 * beforeStride;
    int d5 = d0 + 5 * beforeStride;
    int bq0 = bp0 + panel;
    FloatVector p0, q0;
    FloatVector p1, q1;
    FloatVector p2, q2;
    FloatVector p3, q3;
    FloatVector p4, q4;
    FloatVector p5, q5;
    FloatVector zero = FloatVector.zero(SPECIES);
    p0 = q0 = zero;
    p1 = q1 = zero;
    p2 = q2 = zero;
    p3 = q3 = zero;
    p4 = q4 = zero;
    p5 = q5 = zero;
    FloatVector f, bp, bq;
    for (int i = 0; i < count * WIDTH; i += WIDTH) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i);
      f = FloatVector.broadcast(SPECIES, a[i]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 1]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 4]);
      p4 = f.fma(bp, p4);
      q4 = f.fma(bq, q4);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 5]);
      p5 = f.fma(bp, p5);
      q5 = f.fma(bq, q5);
    }
    FloatVector.fromArray(SPECIES, before, d0).add(p0).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, before, d0 + WIDTH).add(q0).intoArray(c, c0 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d1).add(p1).intoArray(c, c1);
    FloatVector.fromArray(SPECIES, before, d1 + WIDTH).add(q1).intoArray(c, c1 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d2).add(p2).intoArray(c, c2);
    FloatVector.fromArray(SPECIES, before, d2 + WIDTH).add(q2).intoArray(c, c2 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d3).add(p3).intoArray(c, c3);
    FloatVector.fromArray(SPECIES, before, d3 + WIDTH).add(q3).intoArray(c, c3 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d4).add(p4).intoArray(c, c4);
    FloatVector.fromArray(SPECIES, before, d4 + WIDTH).add(q4).intoArray(c, c4 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d5).add(p5).intoArray(c, c5);
    FloatVector.fromArray(SPECIES, before, d5 + WIDTH).add(q5).intoArray(c, c5 + WIDTH);
  }
}
