package io.corpusattention.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The top-k selection of {@link SimdKernel}, in the same order as {@link ScalarKernel#selectTop}.
 *
 * <p>Ranks are arguments of calls, never receivers, for the reason that {@link SimdBlocks} gives.
 */
final class SimdSelection {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final VectorSpecies<Integer> INTS = SPECIES.vectorShape().withLanes(int.class);

  /**
   * The maximum number of weights to rank, in all and for each one that is selected. With more
   * weights, only a few are inserted, and inserting those is faster. With few weights, insertion is
   * slow because its branches cannot be predicted.
   */
  private static final int MOST_RANKED = 96;

  private static final int MOST_RANKED_PER_SELECTED = 24;

  /** A register loaded from WIDTH - 1 - l has 1 in the lanes above l, and 0 in the others. */
  private static final int[] ABOVE = new int[2 * WIDTH];

  static {
    Arrays.fill(ABOVE, WIDTH, ABOVE.length, 1);
  }

  private SimdSelection() {}

  /** Implements {@link Kernel#selectTop}. */
  static void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order) {
    if (n > MOST_RANKED || n > MOST_RANKED_PER_SELECTED * k) {
      ScalarKernel.insertTop(row, offset, n, k, keys, weights, at);
      return;
    }
    int padded = Panels.roundUp(n, WIDTH);
    int block = 0;
    for (; block + WIDTH < n; block += 2 * WIDTH) {
      rankTwo(row, offset, n, block, order, padded + block);
    }
    if (block < n) {
      rank(row, offset, n, block).intoArray(order, padded + block);
    }
    for (int key = 0; key < n; key++) {
      order[order[padded + key]] = key;
    }
    for (int i = 0; i < k; i++) {
      keys[at + i] = order[i];
      weights[at + i] = row[offset + order[i]];
    }
  }

  // A weight exceeds a bound where bound - weight is negative. No difference overflows, because a
  // bound is at least -1 and a weight is not negative. The loops call no method of this class:
  // ranks would become objects wherever the compiler did not inline it.

  /**
   * Returns, for each weight of a register, how many weights come before it: those that are
   * heavier, or equal with a lower key. Compares bits, which have the same order as non-negative
   * floats.
   *
   * @param block the key of the first lane
   */
  private static IntVector rank(float[] row, int offset, int n, int block) {
    IntVector zero = IntVector.zero(INTS);
    IntVector own = FloatVector.fromArray(SPECIES, row, offset + block).reinterpretAsInts();
    IntVector below = own.sub(1);
    IntVector rank = zero;
    int key = 0;
    for (; key < block; key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      rank = below.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank);
    }
    for (int lane = 0; lane < WIDTH && key < n; lane++, key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      IntVector bound = own.sub(IntVector.fromArray(INTS, ABOVE, WIDTH - 1 - lane));
      rank = bound.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank);
    }
    for (; key < n; key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      rank = own.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank);
    }
    return zero.add(rank);
  }

  /**
   * Writes the ranks of two registers. Both share the load of a weight, which takes a quarter less
   * time than one after the other.
   */
  private static void rankTwo(float[] row, int offset, int n, int block, int[] ranks, int at) {
    IntVector zero = IntVector.zero(INTS);
    IntVector own0 = FloatVector.fromArray(SPECIES, row, offset + block).reinterpretAsInts();
    IntVector own1 =
        FloatVector.fromArray(SPECIES, row, offset + block + WIDTH).reinterpretAsInts();
    IntVector below0 = own0.sub(1);
    IntVector below1 = own1.sub(1);
    IntVector rank0 = zero;
    IntVector rank1 = zero;
    int key = 0;
    for (; key < block; key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      rank0 = below0.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank0);
      rank1 = below1.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank1);
    }
    for (int lane = 0; lane < WIDTH; lane++, key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      IntVector bound0 = own0.sub(IntVector.fromArray(INTS, ABOVE, WIDTH - 1 - lane));
      rank0 = bound0.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank0);
      rank1 = below1.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank1);
    }
    for (int lane = 0; lane < WIDTH && key < n; lane++, key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      IntVector bound1 = own1.sub(IntVector.fromArray(INTS, ABOVE, WIDTH - 1 - lane));
      rank0 = own0.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank0);
      rank1 = bound1.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank1);
    }
    for (; key < n; key++) {
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      rank0 = own0.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank0);
      rank1 = own1.sub(other).lanewise(VectorOperators.LSHR, 31).add(rank1);
    }
    zero.add(rank0).intoArray(ranks, at);
    zero.add(rank1).intoArray(ranks, at + WIDTH);
  }
}
