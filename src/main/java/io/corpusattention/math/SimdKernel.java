package io.corpusattention.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernel} in vector registers.
 *
 * <p>A panel is two registers wide. A product keeps a block of 12 rows by one panel in 24
 * accumulators, which is what 32 registers hold beside two loads of B; the rows left over go four
 * at a time. Vectors live in local variables only and every loop is written out, because the
 * compiler keeps neither arrays nor fields of vectors in registers.
 */
final class SimdKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int WIDTH = SPECIES.length();
  private static final int PANEL = 2 * WIDTH;

  /** Rows of B taken at a time: a block of them stays in the first-level cache. */
  private static final int K_BLOCK = 256;

  /** Whether a register holds at least 4 of the 16 lanes. */
  static boolean isUsable() {
    return WIDTH >= 4;
  }

  @Override
  public String name() {
    return "simd, " + WIDTH + " lanes";
  }

  @Override
  public int panelWidth() {
    return PANEL;
  }

  @Override
  public void multiply(
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
    for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
      int k1 = Math.min(k, k0 + K_BLOCK);
      for (int column = 0; column < n; column += PANEL) {
        int panel = bOffset + column * k;
        int i = 0;
        for (; i + 12 <= m; i += 12) {
          multiply12(
              k0,
              k1,
              a,
              aOffset + i * aStride,
              aStride,
              b,
              panel,
              c,
              cOffset + column + i * cStride,
              cStride);
        }
        for (; i < m; i += 4) {
          // Fewer than four rows left: the last one stands in for the missing, with equal results.
          int i1 = Math.min(i + 1, m - 1);
          int i2 = Math.min(i + 2, m - 1);
          int i3 = Math.min(i + 3, m - 1);
          int cAt = cOffset + column;
          multiply4(
              k0,
              k1,
              a,
              aOffset + i * aStride,
              aOffset + i1 * aStride,
              aOffset + i2 * aStride,
              aOffset + i3 * aStride,
              b,
              panel,
              c,
              cAt + i * cStride,
              cAt + i1 * cStride,
              cAt + i2 * cStride,
              cAt + i3 * cStride);
        }
      }
    }
  }

  private static void multiply12(
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
    int a1 = aAt + 1 * aStride;
    int c1 = cAt + 1 * cStride;
    int a2 = aAt + 2 * aStride;
    int c2 = cAt + 2 * cStride;
    int a3 = aAt + 3 * aStride;
    int c3 = cAt + 3 * cStride;
    int a4 = aAt + 4 * aStride;
    int c4 = cAt + 4 * cStride;
    int a5 = aAt + 5 * aStride;
    int c5 = cAt + 5 * cStride;
    int a6 = aAt + 6 * aStride;
    int c6 = cAt + 6 * cStride;
    int a7 = aAt + 7 * aStride;
    int c7 = cAt + 7 * cStride;
    int a8 = aAt + 8 * aStride;
    int c8 = cAt + 8 * cStride;
    int a9 = aAt + 9 * aStride;
    int c9 = cAt + 9 * cStride;
    int a10 = aAt + 10 * aStride;
    int c10 = cAt + 10 * cStride;
    int a11 = aAt + 11 * aStride;
    int c11 = cAt + 11 * cStride;
    int a0 = aAt;
    int c0 = cAt;
    FloatVector x0,
        y0,
        x1,
        y1,
        x2,
        y2,
        x3,
        y3,
        x4,
        y4,
        x5,
        y5,
        x6,
        y6,
        x7,
        y7,
        x8,
        y8,
        x9,
        y9,
        x10,
        y10,
        x11,
        y11;
    if (k0 == 0) {
      x0 =
          y0 =
              x1 =
                  y1 =
                      x2 =
                          y2 =
                              x3 =
                                  y3 =
                                      x4 =
                                          y4 =
                                              x5 =
                                                  y5 =
                                                      x6 =
                                                          y6 =
                                                              x7 =
                                                                  y7 =
                                                                      x8 =
                                                                          y8 =
                                                                              x9 =
                                                                                  y9 =
                                                                                      x10 =
                                                                                          y10 =
                                                                                              x11 =
                                                                                                  y11 =
                                                                                                      FloatVector
                                                                                                          .zero(
                                                                                                              SPECIES);
    } else {
      x0 = FloatVector.fromArray(SPECIES, c, c0);
      y0 = FloatVector.fromArray(SPECIES, c, c0 + WIDTH);
      x1 = FloatVector.fromArray(SPECIES, c, c1);
      y1 = FloatVector.fromArray(SPECIES, c, c1 + WIDTH);
      x2 = FloatVector.fromArray(SPECIES, c, c2);
      y2 = FloatVector.fromArray(SPECIES, c, c2 + WIDTH);
      x3 = FloatVector.fromArray(SPECIES, c, c3);
      y3 = FloatVector.fromArray(SPECIES, c, c3 + WIDTH);
      x4 = FloatVector.fromArray(SPECIES, c, c4);
      y4 = FloatVector.fromArray(SPECIES, c, c4 + WIDTH);
      x5 = FloatVector.fromArray(SPECIES, c, c5);
      y5 = FloatVector.fromArray(SPECIES, c, c5 + WIDTH);
      x6 = FloatVector.fromArray(SPECIES, c, c6);
      y6 = FloatVector.fromArray(SPECIES, c, c6 + WIDTH);
      x7 = FloatVector.fromArray(SPECIES, c, c7);
      y7 = FloatVector.fromArray(SPECIES, c, c7 + WIDTH);
      x8 = FloatVector.fromArray(SPECIES, c, c8);
      y8 = FloatVector.fromArray(SPECIES, c, c8 + WIDTH);
      x9 = FloatVector.fromArray(SPECIES, c, c9);
      y9 = FloatVector.fromArray(SPECIES, c, c9 + WIDTH);
      x10 = FloatVector.fromArray(SPECIES, c, c10);
      y10 = FloatVector.fromArray(SPECIES, c, c10 + WIDTH);
      x11 = FloatVector.fromArray(SPECIES, c, c11);
      y11 = FloatVector.fromArray(SPECIES, c, c11 + WIDTH);
    }
    for (int p = k0; p < k1; p++) {
      int row = bAt + p * PANEL;
      FloatVector bx = FloatVector.fromArray(SPECIES, b, row);
      FloatVector by = FloatVector.fromArray(SPECIES, b, row + WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(SPECIES, a[a0 + p]);
      x0 = f.fma(bx, x0);
      y0 = f.fma(by, y0);
      f = FloatVector.broadcast(SPECIES, a[a1 + p]);
      x1 = f.fma(bx, x1);
      y1 = f.fma(by, y1);
      f = FloatVector.broadcast(SPECIES, a[a2 + p]);
      x2 = f.fma(bx, x2);
      y2 = f.fma(by, y2);
      f = FloatVector.broadcast(SPECIES, a[a3 + p]);
      x3 = f.fma(bx, x3);
      y3 = f.fma(by, y3);
      f = FloatVector.broadcast(SPECIES, a[a4 + p]);
      x4 = f.fma(bx, x4);
      y4 = f.fma(by, y4);
      f = FloatVector.broadcast(SPECIES, a[a5 + p]);
      x5 = f.fma(bx, x5);
      y5 = f.fma(by, y5);
      f = FloatVector.broadcast(SPECIES, a[a6 + p]);
      x6 = f.fma(bx, x6);
      y6 = f.fma(by, y6);
      f = FloatVector.broadcast(SPECIES, a[a7 + p]);
      x7 = f.fma(bx, x7);
      y7 = f.fma(by, y7);
      f = FloatVector.broadcast(SPECIES, a[a8 + p]);
      x8 = f.fma(bx, x8);
      y8 = f.fma(by, y8);
      f = FloatVector.broadcast(SPECIES, a[a9 + p]);
      x9 = f.fma(bx, x9);
      y9 = f.fma(by, y9);
      f = FloatVector.broadcast(SPECIES, a[a10 + p]);
      x10 = f.fma(bx, x10);
      y10 = f.fma(by, y10);
      f = FloatVector.broadcast(SPECIES, a[a11 + p]);
      x11 = f.fma(bx, x11);
      y11 = f.fma(by, y11);
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + WIDTH);
    x1.intoArray(c, c1);
    y1.intoArray(c, c1 + WIDTH);
    x2.intoArray(c, c2);
    y2.intoArray(c, c2 + WIDTH);
    x3.intoArray(c, c3);
    y3.intoArray(c, c3 + WIDTH);
    x4.intoArray(c, c4);
    y4.intoArray(c, c4 + WIDTH);
    x5.intoArray(c, c5);
    y5.intoArray(c, c5 + WIDTH);
    x6.intoArray(c, c6);
    y6.intoArray(c, c6 + WIDTH);
    x7.intoArray(c, c7);
    y7.intoArray(c, c7 + WIDTH);
    x8.intoArray(c, c8);
    y8.intoArray(c, c8 + WIDTH);
    x9.intoArray(c, c9);
    y9.intoArray(c, c9 + WIDTH);
    x10.intoArray(c, c10);
    y10.intoArray(c, c10 + WIDTH);
    x11.intoArray(c, c11);
    y11.intoArray(c, c11 + WIDTH);
  }

  private static void multiply4(
      int k0,
      int k1,
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      float[] b,
      int bAt,
      float[] c,
      int c0,
      int c1,
      int c2,
      int c3) {
    FloatVector x0, y0, x1, y1, x2, y2, x3, y3;
    if (k0 == 0) {
      x0 = y0 = x1 = y1 = x2 = y2 = x3 = y3 = FloatVector.zero(SPECIES);
    } else {
      x0 = FloatVector.fromArray(SPECIES, c, c0);
      y0 = FloatVector.fromArray(SPECIES, c, c0 + WIDTH);
      x1 = FloatVector.fromArray(SPECIES, c, c1);
      y1 = FloatVector.fromArray(SPECIES, c, c1 + WIDTH);
      x2 = FloatVector.fromArray(SPECIES, c, c2);
      y2 = FloatVector.fromArray(SPECIES, c, c2 + WIDTH);
      x3 = FloatVector.fromArray(SPECIES, c, c3);
      y3 = FloatVector.fromArray(SPECIES, c, c3 + WIDTH);
    }
    for (int p = k0; p < k1; p++) {
      int row = bAt + p * PANEL;
      FloatVector bx = FloatVector.fromArray(SPECIES, b, row);
      FloatVector by = FloatVector.fromArray(SPECIES, b, row + WIDTH);
      FloatVector f;
      f = FloatVector.broadcast(SPECIES, a[a0 + p]);
      x0 = f.fma(bx, x0);
      y0 = f.fma(by, y0);
      f = FloatVector.broadcast(SPECIES, a[a1 + p]);
      x1 = f.fma(bx, x1);
      y1 = f.fma(by, y1);
      f = FloatVector.broadcast(SPECIES, a[a2 + p]);
      x2 = f.fma(bx, x2);
      y2 = f.fma(by, y2);
      f = FloatVector.broadcast(SPECIES, a[a3 + p]);
      x3 = f.fma(bx, x3);
      y3 = f.fma(by, y3);
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + WIDTH);
    x1.intoArray(c, c1);
    y1.intoArray(c, c1 + WIDTH);
    x2.intoArray(c, c2);
    y2.intoArray(c, c2 + WIDTH);
    x3.intoArray(c, c3);
    y3.intoArray(c, c3 + WIDTH);
  }

  @Override
  public boolean softmax(float[] row, int offset, int length, int from, int to, float factor) {
    // The keys in whole groups of lanes.
    int start = offset + from / LANES * LANES;
    int end = offset + (to + LANES - 1) / LANES * LANES;

    // pass 1: scale; a score that is not finite leaves a NaN in one of the sums
    FloatVector scale = FloatVector.broadcast(SPECIES, factor);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector finite = zero;
    for (int j = start; j < end; j += WIDTH) {
      FloatVector scaled = FloatVector.fromArray(SPECIES, row, j).mul(scale);
      finite = scaled.fma(zero, finite);
      scaled.intoArray(row, j);
    }
    if (finite.test(VectorOperators.IS_NAN).anyTrue()
        && !allFinite(row, offset + from, offset + to)) {
      return false;
    }
    // Keys outside the range but within its groups: their exp becomes an exact 0.
    Arrays.fill(row, start, offset + from, Float.NEGATIVE_INFINITY);
    Arrays.fill(row, offset + to, end, Float.NEGATIVE_INFINITY);

    // pass 2: the largest score
    FloatVector largest = FloatVector.fromArray(SPECIES, row, start);
    for (int j = start + WIDTH; j < end; j += WIDTH) {
      largest = largest.max(FloatVector.fromArray(SPECIES, row, j));
    }
    FloatVector max = FloatVector.broadcast(SPECIES, largest.reduceLanes(VectorOperators.MAX));

    // pass 3: exp, and the sum; a register holds WIDTH of the virtual lanes
    float[] lanes = new float[LANES];
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = zero;
      for (int j = start + lane; j < end; j += LANES) {
        FloatVector e = exp(FloatVector.fromArray(SPECIES, row, j).sub(max));
        sum = sum.add(e);
        e.intoArray(row, j);
      }
      sum.intoArray(lanes, lane);
    }

    // pass 4: normalise, and clear what lies outside
    FloatVector inverse = FloatVector.broadcast(SPECIES, 1f / Kernel.joinLanes(lanes));
    for (int j = start; j < end; j += WIDTH) {
      FloatVector.fromArray(SPECIES, row, j).mul(inverse).intoArray(row, j);
    }
    Arrays.fill(row, offset, start, 0f);
    Arrays.fill(row, end, offset + length, 0f);
    return true;
  }

  /** {@link Exp#exp}, lane by lane. */
  private static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(FloatVector.broadcast(SPECIES, Exp.LOWEST));
    FloatVector round = FloatVector.broadcast(SPECIES, Exp.ROUND);
    FloatVector rounded = clamped.fma(FloatVector.broadcast(SPECIES, Exp.LOG2_E), round);
    FloatVector n = rounded.sub(round);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, Exp.MINUS_LN2_HIGH), clamped);
    r = n.fma(FloatVector.broadcast(SPECIES, Exp.MINUS_LN2_LOW), r);
    FloatVector q = FloatVector.broadcast(SPECIES, Exp.Q4);
    q = q.fma(r, FloatVector.broadcast(SPECIES, Exp.Q3));
    q = q.fma(r, FloatVector.broadcast(SPECIES, Exp.Q2));
    q = q.fma(r, FloatVector.broadcast(SPECIES, Exp.Q1));
    q = q.fma(r, FloatVector.broadcast(SPECIES, Exp.Q0));
    FloatVector p = q.fma(r.mul(r), r).add(1f);
    IntVector power =
        rounded
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, Exp.EXPONENT_SHIFT)
            .add(Exp.EXPONENT_OF_ONE);
    return p.mul(power.reinterpretAsFloats());
  }

  @Override
  public boolean allFinite(float[] values, int from, int to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum = zero;
    int i = from;
    for (; i + WIDTH <= to; i += WIDTH) {
      sum = FloatVector.fromArray(SPECIES, values, i).fma(zero, sum);
    }
    float rest = 0f;
    for (; i < to; i++) {
      rest += values[i] * 0f;
    }
    return rest == 0f && !sum.test(VectorOperators.IS_NAN).anyTrue();
  }
}
