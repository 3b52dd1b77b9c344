package io.corpusattention.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernel} in vector registers: its sums over rows here, its product in SimdProduct. */
final class SimdKernel implements Kernel {
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int WIDTH = SPECIES.length();

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
    return WIDTH;
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
    SimdProduct.multiply(m, k, n, a, aOffset, aStride, b, bOffset, c, cOffset, cStride);
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
  public void addRow(float[] sums, float[] row, int offset, int length) {
    for (int j = 0; j < length; j += WIDTH) {
      FloatVector.fromArray(SPECIES, sums, j)
          .add(FloatVector.fromArray(SPECIES, row, offset + j))
          .intoArray(sums, j);
    }
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
