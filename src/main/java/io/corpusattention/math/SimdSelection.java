package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The top-k selection of {@link SimdKernel}, in the same order as {@link ScalarKernel#selectTop}.
 */
final class SimdSelection {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final VectorSpecies<Integer> INTS = SPECIES.vectorShape().withLanes(int.class);

  /**
   * The maximum number of weights to rank. With more weights, only a few become the heaviest, and
   * inserting those is faster. With few weights, insertion is slow because its branches cannot be
   * predicted.
   */
  private static final int MOST_RANKED = 48;

  /**
   * A register loaded from WIDTH - 1 - l has 1 in the lanes above l; one loaded from WIDTH has 1 in
   * all lanes.
   */
  private static final int[] STEP = new int[2 * WIDTH];

  static {
    for (int i = WIDTH; i < STEP.length; i++) {
      STEP[i] = 1;
    }
  }

  private SimdSelection() {}

  /** Implements {@link Kernel#selectTop}. */
  static void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order) {
    if (n > MOST_RANKED) {
      ScalarKernel.insertTop(row, offset, n, k, keys, weights, at);
      return;
    }
    int padded = Panels.roundUp(n, WIDTH);
    for (int block = 0; block < n; block += WIDTH) {
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

  /**
   * Returns, for each weight of a register, how many weights come before it: those that are
   * heavier, or equal with a lower key. Compares bits, which have the same order as non-negative
   * floats.
   */
  private static IntVector rank(float[] row, int offset, int n, int block) {
    IntVector own = FloatVector.fromArray(SPECIES, row, offset + block).reinterpretAsInts();
    IntVector zero = IntVector.zero(INTS);
    IntVector rank = zero;
    int lane = block + WIDTH - 1;
    for (int key = 0; key < n; key++) {
      int step = Math.min(WIDTH, Math.max(0, lane - key));
      IntVector bound = own.sub(IntVector.fromArray(INTS, STEP, step));
      IntVector other = IntVector.broadcast(INTS, Float.floatToRawIntBits(row[offset + key]));
      rank = zero.blend(1, other.compare(VectorOperators.GT, bound)).add(rank);
    }
    return zero.add(rank);
  }
}
