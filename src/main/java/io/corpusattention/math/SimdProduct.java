package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product in vector registers: {@link Kernel#multiply}.
 *
 * <p>A panel is one register wide. A block of 6 rows by 4 panels is kept in 24 accumulators, which
 * is what 32 registers hold beside four loads of B and one of A; rows of A are copied first,
 * because six addresses, each with its check, take longer than the products. Where there are 16
 * registers, blocks have 4 rows by 2 panels; 6 rows would fit, but then addresses take as long as
 * products. Panels left over go by two and by one. Vectors live in local variables only and every
 * step is written out, because the compiler keeps neither arrays nor fields of vectors in
 * registers.
 */
final class SimdProduct {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Rows of A and C that share a load of B. */
  private static final int ROWS = 6;

  /** Rows where two panels are taken. */
  private static final int ROWS_OF_TWO = 4;

  /** Panels that share a load of A: where there are only 16 registers, half as many. */
  private static final int PANELS = VirtualMachine.vectorRegisters() >= 32 ? 4 : 2;

  /**
   * Rows of A taken at a time, whole groups of either kind: with {@link Kernel#CHAIN} of their
   * columns 48 KiB.
   */
  private static final int ROW_BLOCK = 16 * ROWS;

  /** From one row of a copy to the next; a constant, so that one address does for all rows. */
  private static final int ROW = Kernel.CHAIN;

  /** The copy of rows of A, for each thread. */
  private static final ThreadLocal<float[]> COPY = ThreadLocal.withInitial(() -> new float[0]);

  private SimdProduct() {}

  /** As {@link Kernel#multiply}, with panels one register wide. */
  static void multiply(
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
      int cStride) {
    int panels = (n + WIDTH - 1) / WIDTH;
    float[] copy = null;
    for (int i0 = 0; i0 < m; i0 += ROW_BLOCK) {
      int i1 = Math.min(m, i0 + ROW_BLOCK);
      if (panels >= 4 && PANELS == 4) {
        copy = copyRows(i1 - i0, k, a, aOffset + i0 * aStride, aStride);
      }
      int panel = 0;
      while (panel < panels) {
        int left = Math.min(panels - panel, PANELS);
        int taken = left == 3 ? 2 : left;
        int group = taken == 2 ? ROWS_OF_TWO : ROWS;
        int bAt = bOffset + panel * k * WIDTH;
        // All chains of these columns, one after the other: C stays in the first-level cache.
        for (int k0 = 0; k0 < k; k0 += chain) {
          int k1 = Math.min(k, k0 + chain);
          for (int i = i0; i < i1; i += group) {
            int rows = Math.min(group, i1 - i);
            int aAt = aOffset + i * aStride;
            int cAt = cOffset + i * cStride + panel * WIDTH;
            switch (taken) {
              case 4 -> {
                int from = (k0 / ROW * wholeGroups(i1 - i0) + i - i0) * ROW + k0 % ROW;
                multiplyFour(rows, k0, k1, k, copy, from, b, bAt, c, cAt, cStride);
              }
              case 2 -> multiplyTwo(rows, k0, k1, k, a, aAt, aStride, b, bAt, c, cAt, cStride);
              default -> multiplyOne(rows, k0, k1, a, aAt, aStride, b, bAt, c, cAt, cStride);
            }
          }
        }
        panel += taken;
      }
    }
  }

  /**
   * Copies rows of A for {@link #multiplyFour}, {@value #ROW} columns of all rows after the other.
   *
   * @return [columns / ROW, rows of whole groups, ROW]; the last row stands in for those that are
   *     missing
   */
  private static float[] copyRows(int rows, int k, float[] a, int aAt, int aStride) {
    int whole = wholeGroups(rows);
    int length = Math.multiplyExact((k + ROW - 1) / ROW, whole * ROW);
    float[] copy = COPY.get();
    if (copy.length < length) {
      copy = new float[length];
      COPY.set(copy);
    }
    for (int row = 0; row < whole; row++) {
      int from = aAt + Math.min(row, rows - 1) * aStride;
      int to = row * ROW;
      for (int k0 = 0; k0 < k; k0 += ROW, to += whole * ROW) {
        System.arraycopy(a, from + k0, copy, to, Math.min(ROW, k - k0));
      }
    }
    return copy;
  }

  private static int wholeGroups(int rows) {
    return (rows + ROWS - 1) / ROWS * ROWS;
  }

  // Each of the following: C[rows, panels] += A[rows, k0..k1) · B[k0..k1), or = where k0 is 0.
  // Where fewer rows are left than a group has, the last one stands in for the missing, with equal
  // results; all of C is read before any of it is written.

  /** Rows of A come from {@link #copyRows}: what is far apart needs an address for each row. */
  private static void multiplyFour(
      int rows,
      int k0,
      int k1,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int c0,
      int cStride) {
    int last = rows - 1;
    int c1 = c0 + Math.min(1, last) * cStride;
    int c2 = c0 + Math.min(2, last) * cStride;
    int c3 = c0 + Math.min(3, last) * cStride;
    int c4 = c0 + Math.min(4, last) * cStride;
    int c5 = c0 + Math.min(5, last) * cStride;
    int bp0 = bAt + k0 * WIDTH;
    int bq0 = bp0 + k * WIDTH;
    int bs0 = bq0 + k * WIDTH;
    int bt0 = bs0 + k * WIDTH;
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
    int count = k1 - k0;
    for (int i = 0; i < count; i++) { // not from k0, as below
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
    if (k0 > 0) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, c, c0));
      q0 = q0.add(FloatVector.fromArray(SPECIES, c, c0 + WIDTH));
      s0 = s0.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * WIDTH));
      t0 = t0.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * WIDTH));
      p1 = p1.add(FloatVector.fromArray(SPECIES, c, c1));
      q1 = q1.add(FloatVector.fromArray(SPECIES, c, c1 + WIDTH));
      s1 = s1.add(FloatVector.fromArray(SPECIES, c, c1 + 2 * WIDTH));
      t1 = t1.add(FloatVector.fromArray(SPECIES, c, c1 + 3 * WIDTH));
      p2 = p2.add(FloatVector.fromArray(SPECIES, c, c2));
      q2 = q2.add(FloatVector.fromArray(SPECIES, c, c2 + WIDTH));
      s2 = s2.add(FloatVector.fromArray(SPECIES, c, c2 + 2 * WIDTH));
      t2 = t2.add(FloatVector.fromArray(SPECIES, c, c2 + 3 * WIDTH));
      p3 = p3.add(FloatVector.fromArray(SPECIES, c, c3));
      q3 = q3.add(FloatVector.fromArray(SPECIES, c, c3 + WIDTH));
      s3 = s3.add(FloatVector.fromArray(SPECIES, c, c3 + 2 * WIDTH));
      t3 = t3.add(FloatVector.fromArray(SPECIES, c, c3 + 3 * WIDTH));
      p4 = p4.add(FloatVector.fromArray(SPECIES, c, c4));
      q4 = q4.add(FloatVector.fromArray(SPECIES, c, c4 + WIDTH));
      s4 = s4.add(FloatVector.fromArray(SPECIES, c, c4 + 2 * WIDTH));
      t4 = t4.add(FloatVector.fromArray(SPECIES, c, c4 + 3 * WIDTH));
      p5 = p5.add(FloatVector.fromArray(SPECIES, c, c5));
      q5 = q5.add(FloatVector.fromArray(SPECIES, c, c5 + WIDTH));
      s5 = s5.add(FloatVector.fromArray(SPECIES, c, c5 + 2 * WIDTH));
      t5 = t5.add(FloatVector.fromArray(SPECIES, c, c5 + 3 * WIDTH));
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + WIDTH);
    s0.intoArray(c, c0 + 2 * WIDTH);
    t0.intoArray(c, c0 + 3 * WIDTH);
    p1.intoArray(c, c1);
    q1.intoArray(c, c1 + WIDTH);
    s1.intoArray(c, c1 + 2 * WIDTH);
    t1.intoArray(c, c1 + 3 * WIDTH);
    p2.intoArray(c, c2);
    q2.intoArray(c, c2 + WIDTH);
    s2.intoArray(c, c2 + 2 * WIDTH);
    t2.intoArray(c, c2 + 3 * WIDTH);
    p3.intoArray(c, c3);
    q3.intoArray(c, c3 + WIDTH);
    s3.intoArray(c, c3 + 2 * WIDTH);
    t3.intoArray(c, c3 + 3 * WIDTH);
    p4.intoArray(c, c4);
    q4.intoArray(c, c4 + WIDTH);
    s4.intoArray(c, c4 + 2 * WIDTH);
    t4.intoArray(c, c4 + 3 * WIDTH);
    p5.intoArray(c, c5);
    q5.intoArray(c, c5 + WIDTH);
    s5.intoArray(c, c5 + 2 * WIDTH);
    t5.intoArray(c, c5 + 3 * WIDTH);
  }

  /** Two steps of k at a time, which halves the arithmetic of addresses: it is the bottleneck. */
  private static void multiplyTwo(
      int rows,
      int k0,
      int k1,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStride) {
    int last = rows - 1;
    int a0 = aAt + k0;
    int a1 = a0 + Math.min(1, last) * aStride;
    int a2 = a0 + Math.min(2, last) * aStride;
    int a3 = a0 + Math.min(3, last) * aStride;
    int bp0 = bAt + k0 * WIDTH;
    int bq0 = bp0 + k * WIDTH;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector p0 = zero;
    FloatVector q0 = zero;
    FloatVector p1 = zero;
    FloatVector q1 = zero;
    FloatVector p2 = zero;
    FloatVector q2 = zero;
    FloatVector p3 = zero;
    FloatVector q3 = zero;
    FloatVector f, bp, bq;
    int count = k1 - k0;
    int i = 0; // not k0: only from 0 does the compiler know that indices do not wrap around
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
    if (k0 > 0) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, c, cAt));
      q0 = q0.add(FloatVector.fromArray(SPECIES, c, cAt + WIDTH));
      p1 = p1.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(1, last) * cStride));
      q1 = q1.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(1, last) * cStride + WIDTH));
      p2 = p2.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(2, last) * cStride));
      q2 = q2.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(2, last) * cStride + WIDTH));
      p3 = p3.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(3, last) * cStride));
      q3 = q3.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(3, last) * cStride + WIDTH));
    }
    p0.intoArray(c, cAt);
    q0.intoArray(c, cAt + WIDTH);
    p1.intoArray(c, cAt + Math.min(1, last) * cStride);
    q1.intoArray(c, cAt + Math.min(1, last) * cStride + WIDTH);
    p2.intoArray(c, cAt + Math.min(2, last) * cStride);
    q2.intoArray(c, cAt + Math.min(2, last) * cStride + WIDTH);
    p3.intoArray(c, cAt + Math.min(3, last) * cStride);
    q3.intoArray(c, cAt + Math.min(3, last) * cStride + WIDTH);
  }

  /** As {@link #multiplyTwo}, with half as many panels and more rows. */
  private static void multiplyOne(
      int rows,
      int k0,
      int k1,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStride) {
    int last = rows - 1;
    int a0 = aAt + k0;
    int a1 = a0 + Math.min(1, last) * aStride;
    int a2 = a0 + Math.min(2, last) * aStride;
    int a3 = a0 + Math.min(3, last) * aStride;
    int a4 = a0 + Math.min(4, last) * aStride;
    int a5 = a0 + Math.min(5, last) * aStride;
    int b0 = bAt + k0 * WIDTH;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector p0 = zero;
    FloatVector p1 = zero;
    FloatVector p2 = zero;
    FloatVector p3 = zero;
    FloatVector p4 = zero;
    FloatVector p5 = zero;
    FloatVector f, bp;
    int count = k1 - k0;
    int i = 0; // not k0, as above
    for (; i < count - 1; i += 2) {
      bp = FloatVector.fromArray(SPECIES, b, b0 + i * WIDTH);
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
      bp = FloatVector.fromArray(SPECIES, b, b0 + (i + 1) * WIDTH);
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
      bp = FloatVector.fromArray(SPECIES, b, b0 + i * WIDTH);
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
    if (k0 > 0) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, c, cAt));
      p1 = p1.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(1, last) * cStride));
      p2 = p2.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(2, last) * cStride));
      p3 = p3.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(3, last) * cStride));
      p4 = p4.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(4, last) * cStride));
      p5 = p5.add(FloatVector.fromArray(SPECIES, c, cAt + Math.min(5, last) * cStride));
    }
    p0.intoArray(c, cAt);
    p1.intoArray(c, cAt + Math.min(1, last) * cStride);
    p2.intoArray(c, cAt + Math.min(2, last) * cStride);
    p3.intoArray(c, cAt + Math.min(3, last) * cStride);
    p4.intoArray(c, cAt + Math.min(4, last) * cStride);
    p5.intoArray(c, cAt + Math.min(5, last) * cStride);
  }
}
