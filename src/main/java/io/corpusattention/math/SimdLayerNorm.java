package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The layer norm of {@link SimdKernel}, with the same bits as {@link ScalarKernel#layerNorm}. */
final class SimdLayerNorm {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private SimdLayerNorm() {}

  /** Implements {@link Kernel#layerNorm}. */
  static void layerNorm(
      float[] row, int offset, int width, float[] gamma, float[] beta, float epsilon) {
    int whole = width / Kernel.LANES * Kernel.LANES;
    float[] lanes = new float[Kernel.LANES];
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < Kernel.LANES; lane += WIDTH) {
      FloatVector sum = zero;
      for (int j = lane; j < whole; j += Kernel.LANES) {
        sum = FloatVector.fromArray(SPECIES, row, offset + j).add(sum);
      }
      zero.add(sum).intoArray(lanes, lane);
    }
    for (int j = whole; j < width; j++) {
      lanes[j - whole] += row[offset + j];
    }
    float mean = Kernel.joinLanes(lanes) / width;

    for (int lane = 0; lane < Kernel.LANES; lane += WIDTH) {
      FloatVector sum = zero;
      for (int j = lane; j < whole; j += Kernel.LANES) {
        FloatVector distance = FloatVector.fromArray(SPECIES, row, offset + j).sub(mean);
        sum = distance.fma(distance, sum);
      }
      zero.add(sum).intoArray(lanes, lane);
    }
    for (int j = whole; j < width; j++) {
      float distance = row[offset + j] - mean;
      lanes[j - whole] = Fma.fma(distance, distance, lanes[j - whole]);
    }
    float scale = 1f / (float) Math.sqrt(Kernel.joinLanes(lanes) / width + epsilon);

    int j = 0;
    for (; j + WIDTH <= width; j += WIDTH) {
      FloatVector.fromArray(SPECIES, row, offset + j)
          .sub(mean)
          .mul(scale)
          .fma(FloatVector.fromArray(SPECIES, gamma, j), FloatVector.fromArray(SPECIES, beta, j))
          .intoArray(row, offset + j);
    }
    for (; j < width; j++) {
      row[offset + j] = Fma.fma((row[offset + j] - mean) * scale, gamma[j], beta[j]);
    }
  }
}
