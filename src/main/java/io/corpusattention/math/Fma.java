package io.corpusattention.math;

/**
 * Fused multiply-add of floats, with one rounding, on every processor.
 *
 * <p>{@link Math#fma(float, float, float)} is one instruction if the processor has it. Otherwise it
 * uses exact decimal arithmetic, which is thousands of times slower. The emulation here gives the
 * same bits from a few double operations.
 */
final class Fma {
  static final boolean IN_HARDWARE = VirtualMachine.hasFma();

  private Fma() {}

  /** Returns {@code a * b + c}, rounded once. */
  static float fma(float a, float b, float c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : emulated(a, b, c);
  }

  /**
   * Returns the same value without an fma instruction. The product of two floats is exact in a
   * double. The sum is rounded to odd (Boldo and Melquiond 2008, "Emulation of a FMA and correctly
   * rounded sums"), so that the second rounding, to float, sees on which side of a tie the exact
   * sum lies.
   */
  static float emulated(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    if (!Double.isFinite(sum)) {
      return (float) sum;
    }
    // The exact error of the addition, by Knuth's two-sum.
    double cRounded = sum - product;
    double error = (product - (sum - cRounded)) + (c - cRounded);
    if (error != 0) {
      long bits = Double.doubleToRawLongBits(sum);
      if ((bits & 1) == 0) {
        boolean awayFromZero = (error > 0) == (sum > 0);
        sum = Double.longBitsToDouble(awayFromZero ? bits + 1 : bits - 1);
      }
    }
    return (float) sum;
  }
}
