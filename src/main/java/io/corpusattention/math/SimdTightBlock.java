package io.corpusattention.math;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A block of a matrix product that takes 15 of 16 registers: 6 rows by 2 panels. Its 12
 * accumulators, two loads of B and one of A leave none to spare, so the order of the loop's
 * instructions matters.
 *
 * <p>Its loop has 88 instructions for 48 products; blocks of 4 rows have 26 for 8. Fewer
 * instructions are faster even if the processor can start more of them in each cycle: two threads
 * that share a core share these starts, too.
 */
final class SimdTightBlock {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** The number of rows of A and C that share a load of B. */
  static final int ROWS = 6;

  /** Whether this block is faster than those of {@link SimdBlocks} here. */
  static final boolean FITS = VirtualMachine.vectorRegisters() < 32 && WIDTH >= ROWS;

  /** The maximum length of an array with B, so that indexes cannot overflow. */
  static final int MAX_LENGTH = 1 << 30;

  private static final int INDEX = MAX_LENGTH - 1;
  private static final int COUNT = 0xFFFF;

  /** The starting values of the accumulators. */
  private static final float[] ZEROS = new float[2 * ROWS * WIDTH];

  private SimdTightBlock() {}

  /**
   * Adds A · B for one chain to C[6 rows, 2 panels].
   *
   * <p>Each fence keeps the compiler from loading the next elements of A early, for which there are
   * no registers: without fences, it stores and reloads two accumulators in each step. On x86, an
   * acquire fence is no instruction. Reading A from index 0 saves an address. The masks show the
   * compiler that the sum of an index and i does not overflow. It then keeps each address of four
   * steps as a constant distance from that of the first.
   *
   * <p>Each accumulator is loaded from its own zero. If all of them start as the same zero, the
   * compiler keeps them in registers in some JVMs but not in others, where products take 1.7 times
   * as long. The same happens if more indexes than these are needed after the loop, because the
   * compiler moves indexes to vector registers.
   *
   * @param count the number of columns of A, at most 65,535
   * @param panel the distance between the two panels of B
   * @param a element i of row r is at [i · WIDTH + r]
   * @param b the array with the first panel, from bAt, at most {@link #MAX_LENGTH} long
   * @param c the array with C, from cAt, whose rows follow each other
   */
  static void multiply(int count, int panel, float[] a, float[] b, int bAt, float[] c, int cAt) {
    int bp0 = bAt & INDEX;
    int bq0 = (bAt + panel) & INDEX;
    int whole = (count & COUNT) / 4 * 4 * WIDTH;
    int end = (count & COUNT) * WIDTH;
    FloatVector p0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
    FloatVector q0 = FloatVector.fromArray(SPECIES, ZEROS, WIDTH);
    FloatVector p1 = FloatVector.fromArray(SPECIES, ZEROS, 2 * WIDTH);
    FloatVector q1 = FloatVector.fromArray(SPECIES, ZEROS, 3 * WIDTH);
    FloatVector p2 = FloatVector.fromArray(SPECIES, ZEROS, 4 * WIDTH);
    FloatVector q2 = FloatVector.fromArray(SPECIES, ZEROS, 5 * WIDTH);
    FloatVector p3 = FloatVector.fromArray(SPECIES, ZEROS, 6 * WIDTH);
    FloatVector q3 = FloatVector.fromArray(SPECIES, ZEROS, 7 * WIDTH);
    FloatVector p4 = FloatVector.fromArray(SPECIES, ZEROS, 8 * WIDTH);
    FloatVector q4 = FloatVector.fromArray(SPECIES, ZEROS, 9 * WIDTH);
    FloatVector p5 = FloatVector.fromArray(SPECIES, ZEROS, 10 * WIDTH);
    FloatVector q5 = FloatVector.fromArray(SPECIES, ZEROS, 11 * WIDTH);
    FloatVector f, bp, bq;
    int i = 0;
    for (; i < whole; i += 4 * WIDTH) {
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
      VarHandle.acquireFence();
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i + WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i + WIDTH);
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH + 1]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH + 2]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH + 3]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH + 4]);
      p4 = f.fma(bp, p4);
      q4 = f.fma(bq, q4);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + WIDTH + 5]);
      p5 = f.fma(bp, p5);
      q5 = f.fma(bq, q5);
      VarHandle.acquireFence();
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i + 2 * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i + 2 * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH + 1]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH + 2]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH + 3]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH + 4]);
      p4 = f.fma(bp, p4);
      q4 = f.fma(bq, q4);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 2 * WIDTH + 5]);
      p5 = f.fma(bp, p5);
      q5 = f.fma(bq, q5);
      VarHandle.acquireFence();
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i + 3 * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i + 3 * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH + 1]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH + 2]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH + 3]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH + 4]);
      p4 = f.fma(bp, p4);
      q4 = f.fma(bq, q4);
      VarHandle.acquireFence();
      f = FloatVector.broadcast(SPECIES, a[i + 3 * WIDTH + 5]);
      p5 = f.fma(bp, p5);
      q5 = f.fma(bq, q5);
    }
    for (; i < end; i += WIDTH) {
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
    FloatVector.fromArray(SPECIES, c, cAt).add(p0).intoArray(c, cAt);
    FloatVector.fromArray(SPECIES, c, cAt + WIDTH).add(q0).intoArray(c, cAt + WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 2 * WIDTH).add(p1).intoArray(c, cAt + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 3 * WIDTH).add(q1).intoArray(c, cAt + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 4 * WIDTH).add(p2).intoArray(c, cAt + 4 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 5 * WIDTH).add(q2).intoArray(c, cAt + 5 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 6 * WIDTH).add(p3).intoArray(c, cAt + 6 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 7 * WIDTH).add(q3).intoArray(c, cAt + 7 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 8 * WIDTH).add(p4).intoArray(c, cAt + 8 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 9 * WIDTH).add(q4).intoArray(c, cAt + 9 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 10 * WIDTH).add(p5).intoArray(c, cAt + 10 * WIDTH);
    FloatVector.fromArray(SPECIES, c, cAt + 11 * WIDTH).add(q5).intoArray(c, cAt + 11 * WIDTH);
  }
}
