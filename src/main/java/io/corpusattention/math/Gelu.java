package io.corpusattention.math;

/**
 * The Gaussian error linear unit, x/2 · (1 + erf(x/√2)).
 *
 * <p>For |z| up to {@link #SMALL}, erf(z) = z + z · P(z²). Beyond, erfc(z) = 1 - erf(z) = exp(S(z)
 * - z²), where S approximates ln(exp(z²) · erfc(z)). P has degree 6 and S degree 7. Both minimize
 * the largest error (Lawson's algorithm in float64): 5e-10 relative to erf for P, 5e-9 relative to
 * 1 for S. From z = 9.5 on, S(z) - z² is below {@link Exp#LOWEST}, so erfc is 0. The result is at
 * most 1.5 ULP off for x ≥ 0, and 1e-7 for x below 0. Every operation is one IEEE operation, so the
 * vector kernel can repeat it lane by lane.
 */
final class Gelu {
  static final float SMALL = 0.93f;

  static final float[] P = {
    0x1.06eba8p-3f,
    -0x1.812742p-2f,
    0x1.ce2e0ap-4f,
    -0x1.b80e92p-6f,
    0x1.54c7fap-8f,
    -0x1.aa3f58p-11f,
    0x1.5cd524p-14f
  };

  static final float[] S = {
    -0x1.0036c6p-12f,
    -0x1.20aa06p0f,
    0x1.73b47ap-2f,
    -0x1.ac284p-4f,
    0x1.77208p-6f,
    -0x1.bf094ep-9f,
    0x1.36a0fp-12f,
    -0x1.6c822cp-17f
  };

  static final float SQRT_HALF = 0x1.6a09e6p-1f;

  /** 2 · √(2/π). {@link #CUBIC} is this times 0.044715. */
  static final float LINEAR = 0x1.988454p0f;

  static final float CUBIC = 0x1.2444f2p-4f;

  private Gelu() {}

  /** Returns erf of a small number. */
  private static float small(float z) {
    float square = z * z;
    float p = P[P.length - 1];
    for (int i = P.length - 2; i >= 0; i--) {
      p = Fma.fma(p, square, P[i]);
    }
    return Fma.fma(z, p, z);
  }

  /** Returns 1 - erf of a number that is not small. */
  private static float erfc(float z) {
    float s = S[S.length - 1];
    for (int i = S.length - 2; i >= 0; i--) {
      s = Fma.fma(s, z, S[i]);
    }
    return Exp.exp(Fma.fma(-z, z, s));
  }

  /**
   * Returns x/2 · (1 + erf(x/√2)). Except for small numbers, it uses erfc, which keeps its
   * precision when erf is near -1.
   */
  static float gelu(float x) {
    float z = x * SQRT_HALF;
    float half = 0.5f * x;
    float magnitude = Math.abs(z);
    return magnitude < SMALL
        ? Fma.fma(half, small(z), half)
        : Fma.fma(-Math.abs(half), erfc(magnitude), Math.max(x, 0f));
  }

  /**
   * Returns x · sigmoid(u) with u = 2 · √(2/π) · (x + 0.044715 x³), which is x/2 · (1 + tanh(u/2)).
   */
  static float geluNew(float x) {
    float v = x * Fma.fma(CUBIC, x * x, LINEAR);
    float e = Exp.exp(-Math.abs(v));
    float sigmoid = (v < 0 ? e : 1f) / (1f + e);
    return x * sigmoid;
  }
}
