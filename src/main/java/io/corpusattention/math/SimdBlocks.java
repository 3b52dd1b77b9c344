package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of a matrix product that fit into the registers.
 *
 * <p>A panel is one register wide. A block of 6 rows by 4 panels takes 24 accumulators, which 32
 * registers can hold together with four loads of B and one of A. Rows of A are copied first,
 * because six addresses, each with a bounds check, would take longer than the products. With 16
 * registers, blocks are 4 rows by 2 panels, or those of {@link SimdTightBlock} if B has many
 * panels. The remaining panels are taken two at a time, then one. Vectors are only in local
 * variables and every step is written out, because the compiler keeps neither arrays nor fields of
 * vectors in registers.
 *
 * <p>A vector that results from a loop is only an argument of calls, never the receiver. The
 * compiler knows the class of a newly created vector, but only assumes that of a loop variable. If
 * it drops that assumption, vectors become objects and a product takes a hundred times as long. It
 * also gives up on methods that are much longer than these.
 */
final class SimdBlocks {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** The number of rows of A and C that share a load of B. */
  static final int ROWS = 6;

  /** The number of rows of a block with two panels. */
  static final int ROWS_OF_TWO = 4;

  /** The distance between rows of a copy. It is a constant, so that one address serves all rows. */
  static final int ROW = Kernel.CHAIN;

  private SimdBlocks() {}

  // Each of the following methods computes C[a group of rows, panels] = before + A · B for one
  // chain. Loops count from 0, because only then does the compiler know that no index overflows.

  /**
   * Computes a block of four panels. Expects rows of A as copied by SimdProduct, because rows that
   * are far apart would each need an address.
   */
  static void multiplyFour(
      int count,
      int panel,
      float[] a,
      int aAt,
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
    int bs0 = bq0 + panel;
    int bt0 = bs0 + panel;
    FloatVector p0, q0, s0, t0;
    FloatVector p1, q1, s1, t1;
    FloatVector p2, q2, s2, t2;
    FloatVector p3, q3, s3, t3;
    FloatVector p4, q4, s4, t4;
    FloatVector p5, q5, s5, t5;
    FloatVector zero = FloatVector.zero(SPECIES);
    p0 = q0 = s0 = t0 = zero;
    p1 = q1 = s1 = t1 = zero;
    p2 = q2 = s2 = t2 = zero;
    p3 = q3 = s3 = t3 = zero;
    p4 = q4 = s4 = t4 = zero;
    p5 = q5 = s5 = t5 = zero;
    FloatVector f, bp, bq, bs, bt;
    for (int i = 0; i < count; i++) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i * WIDTH);
      bs = FloatVector.fromArray(SPECIES, b, bs0 + i * WIDTH);
      bt = FloatVector.fromArray(SPECIES, b, bt0 + i * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[aAt + i]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      s0 = f.fma(bs, s0);
      t0 = f.fma(bt, t0);
      f = FloatVector.broadcast(SPECIES, a[aAt + i + ROW]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      s1 = f.fma(bs, s1);
      t1 = f.fma(bt, t1);
      f = FloatVector.broadcast(SPECIES, a[aAt + i + 2 * ROW]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      s2 = f.fma(bs, s2);
      t2 = f.fma(bt, t2);
      f = FloatVector.broadcast(SPECIES, a[aAt + i + 3 * ROW]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      s3 = f.fma(bs, s3);
      t3 = f.fma(bt, t3);
      f = FloatVector.broadcast(SPECIES, a[aAt + i + 4 * ROW]);
      p4 = f.fma(bp, p4);
      q4 = f.fma(bq, q4);
      s4 = f.fma(bs, s4);
      t4 = f.fma(bt, t4);
      f = FloatVector.broadcast(SPECIES, a[aAt + i + 5 * ROW]);
      p5 = f.fma(bp, p5);
      q5 = f.fma(bq, q5);
      s5 = f.fma(bs, s5);
      t5 = f.fma(bt, t5);
    }
    FloatVector.fromArray(SPECIES, before, d0).add(p0).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, before, d0 + WIDTH).add(q0).intoArray(c, c0 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d0 + 2 * WIDTH).add(s0).intoArray(c, c0 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d0 + 3 * WIDTH).add(t0).intoArray(c, c0 + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d1).add(p1).intoArray(c, c1);
    FloatVector.fromArray(SPECIES, before, d1 + WIDTH).add(q1).intoArray(c, c1 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d1 + 2 * WIDTH).add(s1).intoArray(c, c1 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d1 + 3 * WIDTH).add(t1).intoArray(c, c1 + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d2).add(p2).intoArray(c, c2);
    FloatVector.fromArray(SPECIES, before, d2 + WIDTH).add(q2).intoArray(c, c2 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d2 + 2 * WIDTH).add(s2).intoArray(c, c2 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d2 + 3 * WIDTH).add(t2).intoArray(c, c2 + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d3).add(p3).intoArray(c, c3);
    FloatVector.fromArray(SPECIES, before, d3 + WIDTH).add(q3).intoArray(c, c3 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d3 + 2 * WIDTH).add(s3).intoArray(c, c3 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d3 + 3 * WIDTH).add(t3).intoArray(c, c3 + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d4).add(p4).intoArray(c, c4);
    FloatVector.fromArray(SPECIES, before, d4 + WIDTH).add(q4).intoArray(c, c4 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d4 + 2 * WIDTH).add(s4).intoArray(c, c4 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d4 + 3 * WIDTH).add(t4).intoArray(c, c4 + 3 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d5).add(p5).intoArray(c, c5);
    FloatVector.fromArray(SPECIES, before, d5 + WIDTH).add(q5).intoArray(c, c5 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d5 + 2 * WIDTH).add(s5).intoArray(c, c5 + 2 * WIDTH);
    FloatVector.fromArray(SPECIES, before, d5 + 3 * WIDTH).add(t5).intoArray(c, c5 + 3 * WIDTH);
  }

  /**
   * Computes a block of two panels. Takes two steps of k at a time, which halves the address
   * arithmetic, the bottleneck here.
   */
  static void multiplyTwo(
      int rows,
      int count,
      int panel,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int bp0,
      float[] before,
      int d0,
      int beforeStride,
      float[] c,
      int c0,
      int cStride) {
    int last = rows - 1;
    int a1 = a0 + Math.min(1, last) * aStride;
    int a2 = a0 + Math.min(2, last) * aStride;
    int a3 = a0 + Math.min(3, last) * aStride;
    int c1 = c0 + cStride;
    int c2 = c0 + 2 * cStride;
    int c3 = c0 + 3 * cStride;
    int d1 = d0 + beforeStride;
    int d2 = d0 + 2 * beforeStride;
    int d3 = d0 + 3 * beforeStride;
    int bq0 = bp0 + panel;
    FloatVector p0, q0;
    FloatVector p1, q1;
    FloatVector p2, q2;
    FloatVector p3, q3;
    FloatVector zero = FloatVector.zero(SPECIES);
    p0 = q0 = zero;
    p1 = q1 = zero;
    p2 = q2 = zero;
    p3 = q3 = zero;
    FloatVector f, bp, bq;
    int i = 0;
    for (; i < count - 1; i += 2) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
      bp = FloatVector.fromArray(SPECIES, b, bp0 + (i + 1) * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + (i + 1) * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i + 1]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i + 1]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i + 1]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i + 1]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
    }
    if (i < count) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i * WIDTH);
      bq = FloatVector.fromArray(SPECIES, b, bq0 + i * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i]);
      p0 = f.fma(bp, p0);
      q0 = f.fma(bq, q0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i]);
      p1 = f.fma(bp, p1);
      q1 = f.fma(bq, q1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i]);
      p2 = f.fma(bp, p2);
      q2 = f.fma(bq, q2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i]);
      p3 = f.fma(bp, p3);
      q3 = f.fma(bq, q3);
    }
    FloatVector.fromArray(SPECIES, before, d0).add(p0).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, before, d0 + WIDTH).add(q0).intoArray(c, c0 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d1).add(p1).intoArray(c, c1);
    FloatVector.fromArray(SPECIES, before, d1 + WIDTH).add(q1).intoArray(c, c1 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d2).add(p2).intoArray(c, c2);
    FloatVector.fromArray(SPECIES, before, d2 + WIDTH).add(q2).intoArray(c, c2 + WIDTH);
    FloatVector.fromArray(SPECIES, before, d3).add(p3).intoArray(c, c3);
    FloatVector.fromArray(SPECIES, before, d3 + WIDTH).add(q3).intoArray(c, c3 + WIDTH);
  }

  /**
   * Computes a block of one panel. Works as {@link #multiplyTwo} does, with half the panels and
   * more rows.
   */
  static void multiplyOne(
      int rows,
      int count,
      float[] a,
      int a0,
      int aStride,
      float[] b,
      int bp0,
      float[] before,
      int d0,
      int beforeStride,
      float[] c,
      int c0,
      int cStride) {
    int last = rows - 1;
    int a1 = a0 + Math.min(1, last) * aStride;
    int a2 = a0 + Math.min(2, last) * aStride;
    int a3 = a0 + Math.min(3, last) * aStride;
    int a4 = a0 + Math.min(4, last) * aStride;
    int a5 = a0 + Math.min(5, last) * aStride;
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
    FloatVector p0;
    FloatVector p1;
    FloatVector p2;
    FloatVector p3;
    FloatVector p4;
    FloatVector p5;
    FloatVector zero = FloatVector.zero(SPECIES);
    p0 = zero;
    p1 = zero;
    p2 = zero;
    p3 = zero;
    p4 = zero;
    p5 = zero;
    FloatVector f, bp;
    int i = 0;
    for (; i < count - 1; i += 2) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i]);
      p0 = f.fma(bp, p0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i]);
      p1 = f.fma(bp, p1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i]);
      p2 = f.fma(bp, p2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i]);
      p3 = f.fma(bp, p3);
      f = FloatVector.broadcast(SPECIES, a[a4 + i]);
      p4 = f.fma(bp, p4);
      f = FloatVector.broadcast(SPECIES, a[a5 + i]);
      p5 = f.fma(bp, p5);
      bp = FloatVector.fromArray(SPECIES, b, bp0 + (i + 1) * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i + 1]);
      p0 = f.fma(bp, p0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i + 1]);
      p1 = f.fma(bp, p1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i + 1]);
      p2 = f.fma(bp, p2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i + 1]);
      p3 = f.fma(bp, p3);
      f = FloatVector.broadcast(SPECIES, a[a4 + i + 1]);
      p4 = f.fma(bp, p4);
      f = FloatVector.broadcast(SPECIES, a[a5 + i + 1]);
      p5 = f.fma(bp, p5);
    }
    if (i < count) {
      bp = FloatVector.fromArray(SPECIES, b, bp0 + i * WIDTH);
      f = FloatVector.broadcast(SPECIES, a[a0 + i]);
      p0 = f.fma(bp, p0);
      f = FloatVector.broadcast(SPECIES, a[a1 + i]);
      p1 = f.fma(bp, p1);
      f = FloatVector.broadcast(SPECIES, a[a2 + i]);
      p2 = f.fma(bp, p2);
      f = FloatVector.broadcast(SPECIES, a[a3 + i]);
      p3 = f.fma(bp, p3);
      f = FloatVector.broadcast(SPECIES, a[a4 + i]);
      p4 = f.fma(bp, p4);
      f = FloatVector.broadcast(SPECIES, a[a5 + i]);
      p5 = f.fma(bp, p5);
    }
    FloatVector.fromArray(SPECIES, before, d0).add(p0).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, before, d1).add(p1).intoArray(c, c1);
    FloatVector.fromArray(SPECIES, before, d2).add(p2).intoArray(c, c2);
    FloatVector.fromArray(SPECIES, before, d3).add(p3).intoArray(c, c3);
    FloatVector.fromArray(SPECIES, before, d4).add(p4).intoArray(c, c4);
    FloatVector.fromArray(SPECIES, before, d5).add(p5).intoArray(c, c5);
  }
}
