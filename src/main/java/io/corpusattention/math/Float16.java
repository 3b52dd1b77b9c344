package io.corpusattention.math;

/** Numbers of IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
public final class Float16 {
  /** Bytes of a number. */
  public static final int BYTES = 2;

  private Float16() {}

  /** The same number in float32, which has each of them. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) { // zero or subnormal: a multiple of 2^-24, exact as a float
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15; // infinity and NaN stay what they are
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
