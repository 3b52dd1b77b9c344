package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The selection of {@link SimdKernel}, with the order of {@link ScalarKernel#selectTop}. */
final class SimdSelection {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final VectorSpecies<Integer> INTS = SPECIES.vectorShape().withLanes(int.class);

  /**
   * So many weights are ranked; of more, few get among the heaviest, and to insert those is faster.
   * Inserting is slow for few weights, because none of its branches can be predicted.
   */
  private static final int MOST_RANKED = 48;

  /** The register from WIDTH - 1 - l holds 1 in the lanes above l; that from WIDTH on in all. */
  private static final int[] STEP = new int[2 * WIDTH];

  static {
    for (int i = WIDTH; i < STEP.length; i++) {
      STEP[i] = 1;
    }
  }

  private SimdSelection() {}

  /** {@link Kernel#selectTop}. */
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
   * How many weights stand before each of a register: heavier, or as heavy and of a lower key.
   * Floats that are not negative are in the order of their bits.
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
