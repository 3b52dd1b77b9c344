package io.corpusattention.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernel#entropiesOfMeans} in vector registers: one lane per distribution, with the
 * operations of {@link Log} in each lane.
 */
final class SimdEntropy {
  private static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() <= Kernel.DISTRIBUTIONS
          ? DoubleVector.SPECIES_PREFERRED
          : DoubleVector.SPECIES_512;

  private static final int WIDTH = SPECIES.length();

  /** The offset that makes the exponent, counted from √½, positive. */
  private static final long OFFSET = 1024;

  /** The bits of 2⁵² as a double. A bitwise OR with a smaller integer adds that integer to it. */
  private static final long INTEGER = 0x4330000000000000L;

  private static final double INTEGER_AND_OFFSET = Double.longBitsToDouble(INTEGER) + OFFSET;

  private SimdEntropy() {}

  /** Implements {@link Kernel#entropiesOfMeans}. */
  static void entropiesOfMeans(
      double[] p, int pAt, double[] q, int qAt, int n, double[] entropies) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int lane = 0; lane < Kernel.DISTRIBUTIONS; lane += WIDTH) {
      DoubleVector entropy = zero;
      for (int j = 0; j < n; j++) {
        int at = lane + j * Kernel.DISTRIBUTIONS;
        DoubleVector mean =
            DoubleVector.fromArray(SPECIES, p, pAt + at)
                .add(DoubleVector.fromArray(SPECIES, q, qAt + at))
                .mul(0.5);
        // Here ln 0 is a finite number, so 0 times it is 0.
        entropy = entropy.sub(mean.mul(ln(mean)));
      }
      zero.add(entropy).intoArray(entropies, lane);
    }
  }

  private static DoubleVector ln(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs().add((OFFSET << Log.EXPONENT_SHIFT) - Log.ROOT_HALF);
    DoubleVector exponent =
        bits.lanewise(VectorOperators.LSHR, Log.EXPONENT_SHIFT)
            .or(INTEGER)
            .reinterpretAsDoubles()
            .sub(INTEGER_AND_OFFSET);
    DoubleVector m = bits.and(Log.MANTISSA).add(Log.ROOT_HALF).reinterpretAsDoubles();
    DoubleVector s = m.sub(1).div(m.add(1));
    DoubleVector z = s.mul(s);
    DoubleVector sum = z.mul(1.0 / 19).add(1.0 / 17);
    sum = sum.mul(z).add(1.0 / 15);
    sum = sum.mul(z).add(1.0 / 13);
    sum = sum.mul(z).add(1.0 / 11);
    sum = sum.mul(z).add(1.0 / 9);
    sum = sum.mul(z).add(1.0 / 7);
    sum = sum.mul(z).add(1.0 / 5);
    sum = sum.mul(z).add(1.0 / 3);
    sum = sum.mul(z).add(1);
    return exponent.mul(Log.LN2).add(s.add(s).mul(sum));
  }
}
