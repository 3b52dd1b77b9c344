package io.corpusattention.math;

/**
 * Conversion of IEEE 754 binary16 numbers: a sign bit, 5 exponent bits with bias 15, 10 fraction
 * bits.
 */
public final class Float16 {
  /** The number of bytes of a binary16 number. */
  public static final int BYTES = 2;

  private Float16() {}

  /** Converts a number to float32, which represents every binary16 number exactly. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) { // zero or subnormal: a multiple of 2^-24, exact as a float
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15; // keeps infinity and NaN
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
