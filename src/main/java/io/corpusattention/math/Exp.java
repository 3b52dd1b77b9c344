package io.corpusattention.math;

/**
 * exp for arguments of at most 0, as softmax needs it. The error is at most 1 ULP down to -87.3.
 * Results below the smallest normal float fade to 0, and are exactly 0 from -87.7 down.
 *
 * <p>x = n · ln 2 + r with |r| ≤ ln 2 / 2, and exp(x) = 2ⁿ · p(r) with p(r) = 1 + r + r² · q(r); q
 * is the polynomial of degree 4 that minimizes the largest relative error of p (Lawson's algorithm
 * in float64, 3e-9 before rounding). Every operation is one IEEE operation, so the vector kernel
 * can repeat it lane by lane.
 */
final class Exp {
  /** The argument at which 2ⁿ, built in the exponent bits, becomes 0. */
  static final float LOWEST = -88.02969f; // -127 ln 2

  static final float LOG2_E = 1.442695f;

  /** Adding this number to a small float rounds it to an integer, which ends up in the low bits. */
  static final float ROUND = 12582912f; // 1.5 · 2^23

  static final float MINUS_LN2_HIGH = -0x1.62e43p-1f;
  static final float MINUS_LN2_LOW = 0x1.05c611p-29f;

  static final float Q0 = 0x1.fffffcp-2f;
  static final float Q1 = 0x1.555492p-3f;
  static final float Q2 = 0x1.5558f2p-5f;
  static final float Q3 = 0x1.1239d4p-7f;
  static final float Q4 = 0x1.6a244cp-10f;

  static final int EXPONENT_SHIFT = 23;
  static final int EXPONENT_OF_ONE = 127 << EXPONENT_SHIFT;

  private Exp() {}

  /** Returns exp(x) for x ≤ 0, and NaN for NaN. */
  static float exp(float x) {
    float clamped = Math.max(x, LOWEST);
    float rounded = Fma.fma(clamped, LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Fma.fma(n, MINUS_LN2_HIGH, clamped);
    r = Fma.fma(n, MINUS_LN2_LOW, r);
    float q = Fma.fma(Q4, r, Q3);
    q = Fma.fma(q, r, Q2);
    q = Fma.fma(q, r, Q1);
    q = Fma.fma(q, r, Q0);
    float p = Fma.fma(q, r * r, r) + 1f;
    int powerBits = (Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT) + EXPONENT_OF_ONE;
    return p * Float.intBitsToFloat(powerBits);
  }
}
