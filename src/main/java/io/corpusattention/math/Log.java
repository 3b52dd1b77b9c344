package io.corpusattention.math;

/**
 * The natural logarithm in double precision. It uses only IEEE operations, so it has the same bits
 * on every machine; the last bit of Math.log may differ between machines.
 *
 * <p>x = 2ᵉ · m with m in [√½, √2), and ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m −
 * 1) / (m + 1), |s| &lt; 0.1716. With ten terms, the relative error of ln m is below 2e-17 before
 * rounding.
 */
public final class Log {
  static final double LN2 = 0x1.62e42fefa39efp-1;
  static final int EXPONENT_SHIFT = 52;
  static final long MANTISSA = (1L << EXPONENT_SHIFT) - 1;

  /** The bits of √½. Larger mantissas count toward the next power of two. */
  static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;

  private Log() {}

  /** Returns ln x, within 4 ULP, for a normal double x above 0. Every float above 0 is one. */
  public static double ln(double x) {
    long bits = Double.doubleToRawLongBits(x) - ROOT_HALF;
    long exponent = bits >> EXPONENT_SHIFT;
    double m = Double.longBitsToDouble((bits & MANTISSA) + ROOT_HALF);
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double sum = 1.0 / 19;
    sum = sum * z + 1.0 / 17;
    sum = sum * z + 1.0 / 15;
    sum = sum * z + 1.0 / 13;
    sum = sum * z + 1.0 / 11;
    sum = sum * z + 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    sum = sum * z + 1.0 / 3;
    sum = sum * z + 1;
    return exponent * LN2 + 2 * s * sum;
  }
}
