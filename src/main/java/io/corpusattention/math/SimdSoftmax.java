package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The softmax of {@link SimdKernel}, with the same bits as {@link ScalarKernel#softmax}. */
final class SimdSoftmax {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private static final float[] LANE_NUMBERS = new float[WIDTH];

  static {
    for (int lane = 0; lane < WIDTH; lane++) {
      LANE_NUMBERS[lane] = lane;
    }
  }

  // Each swaps lanes at the given distance, within groups of twice that size.
  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_1 = swap(1);

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % WIDTH);
  }

  private SimdSoftmax() {}

  /** Implements {@link Kernel#softmax}. */
  static boolean softmax(float[] row, int offset, int length, int from, int to, float factor) {
    int first = offset + from;
    int last = offset + to;
    // Work on whole registers of keys. The first is aligned with lane 0 of a sum.
    int start = offset + from / Kernel.LANES * Kernel.LANES;
    int end = offset + Panels.roundUp(to, WIDTH);

    // pass 1: scale, and find the largest score; a score that is not finite leaves a NaN in the sum
    fillOutside(row, start, end, first, last, row[first]);
    FloatVector scale = FloatVector.broadcast(SPECIES, factor);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector finite = zero;
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int j = start; j < end; j += WIDTH) {
      FloatVector scaled = FloatVector.fromArray(SPECIES, row, j).mul(scale);
      finite = scaled.fma(zero, finite);
      max = larger(scaled, max);
      scaled.intoArray(row, j);
    }
    if (zero.add(finite).test(VectorOperators.IS_NAN).anyTrue()) {
      return false;
    }
    max = largestLane(zero.add(max));

    // pass 2: exp, and the sum; a register holds WIDTH of the virtual lanes
    fillOutside(row, start, end, first, last, Float.NEGATIVE_INFINITY); // exp of it is exactly 0
    float[] lanes = new float[Kernel.LANES];
    for (int lane = 0; lane < Kernel.LANES; lane += WIDTH) {
      FloatVector sum = zero;
      for (int j = start + lane; j < end; j += Kernel.LANES) {
        FloatVector e = exp(FloatVector.fromArray(SPECIES, row, j).sub(max));
        sum = e.add(sum);
        e.intoArray(row, j);
      }
      zero.add(sum).intoArray(lanes, lane);
    }

    // pass 3: normalize, and clear the other keys
    FloatVector inverse = FloatVector.broadcast(SPECIES, 1f / joinLanes(lanes));
    for (int j = start; j < end; j += WIDTH) {
      FloatVector.fromArray(SPECIES, row, j).mul(inverse).intoArray(row, j);
    }
    for (int j = offset; j < start; j += WIDTH) {
      zero.intoArray(row, j);
    }
    for (int j = end; j < offset + length; j += WIDTH) {
      zero.intoArray(row, j);
    }
    return true;
  }

  /** Replaces the values that are in the registers of [start, end) but not in [first, last). */
  private static void fillOutside(
      float[] row, int start, int end, int first, int last, float value) {
    for (int j = start; j < first; j += WIDTH) {
      fillOutside(row, j, first, last, value);
    }
    if (last < end) {
      fillOutside(row, end - WIDTH, first, last, value);
    }
  }

  private static void fillOutside(float[] row, int j, int first, int last, float value) {
    FloatVector lane = FloatVector.fromArray(SPECIES, LANE_NUMBERS, 0);
    VectorMask<Float> outside =
        lane.compare(VectorOperators.LT, first - j).or(lane.compare(VectorOperators.GE, last - j));
    FloatVector.fromArray(SPECIES, row, j).blend(value, outside).intoArray(row, j);
  }

  /**
   * Returns the larger number in each lane. Takes two instructions; max takes five, because it
   * handles NaN and signed zeros.
   */
  private static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, a.compare(VectorOperators.LT, b));
  }

  /** Returns the value of the largest lane in all lanes. */
  private static FloatVector largestLane(FloatVector x) {
    FloatVector max = x;
    if (WIDTH > 8) {
      max = larger(max, max.rearrange(SWAP_8));
    }
    if (WIDTH > 4) {
      max = larger(max, max.rearrange(SWAP_4));
    }
    max = larger(max, max.rearrange(SWAP_2));
    return larger(max, max.rearrange(SWAP_1));
  }

  /**
   * Implements {@link Kernel#joinLanes}. Returns a float, because the compiler may not inline this
   * method, and a vector would then become an object.
   */
  private static float joinLanes(float[] lanes) {
    for (int half = Kernel.LANES / 2; half >= WIDTH; half /= 2) {
      for (int lane = 0; lane < half; lane += WIDTH) {
        FloatVector.fromArray(SPECIES, lanes, lane)
            .add(FloatVector.fromArray(SPECIES, lanes, lane + half))
            .intoArray(lanes, lane);
      }
    }
    FloatVector sum = FloatVector.fromArray(SPECIES, lanes, 0);
    if (WIDTH > 8) {
      sum = sum.add(sum.rearrange(SWAP_8));
    }
    if (WIDTH > 4) {
      sum = sum.add(sum.rearrange(SWAP_4));
    }
    sum = sum.add(sum.rearrange(SWAP_2));
    return sum.add(sum.rearrange(SWAP_1)).lane(0);
  }

  /** Computes {@link Exp#exp} in each lane. */
  static FloatVector exp(FloatVector x) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, Exp.LOWEST);
    FloatVector clamped = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
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
}
