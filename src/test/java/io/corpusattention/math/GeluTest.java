package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** Compares GELU with commons-math, which computes the error function in float64. */
class GeluTest {
  /** A function of float32. */
  private interface Function {
    float of(float x);
  }

  /**
   * Returns the largest error over every step-th float in a range.
   *
   * @param ulps true for units of the last place over [from, to]; false for the absolute error over
   *     [-to, -from]
   */
  private static double worst(
      Function function, DoubleUnaryOperator exact, float from, float to, int step, boolean ulps) {
    double worst = 0;
    for (int bits = Float.floatToRawIntBits(from);
        bits <= Float.floatToRawIntBits(to);
        bits += step) {
      float x = ulps ? Float.intBitsToFloat(bits) : -Float.intBitsToFloat(bits);
      double right = exact.applyAsDouble(x);
      double error = Math.abs(function.of(x) - right);
      worst = Math.max(worst, ulps ? error / Math.ulp((float) right) : error);
    }
    return worst;
  }

  private static double gelu(double x) {
    return x / 2 * Erf.erfc(-x / Math.sqrt(2));
  }

  private static double geluNew(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  @Test
  void geluIsWithinOneAndAHalfUlpFromZeroUp() {
    assertThat(worst(Gelu::gelu, GeluTest::gelu, 1e-20f, 60f, 1013, true)).isLessThanOrEqualTo(1.5);
    assertThat(worst(Gelu::gelu, GeluTest::gelu, 1.2f, 1.5f, 17, true)).isLessThanOrEqualTo(1.5);
    assertThat(Gelu.gelu(0f)).isEqualTo(0f);
    assertThat(Gelu.gelu(1e30f)).isEqualTo(1e30f);
  }

  @Test
  void geluIsWithinOneTenMillionthBelowZero() {
    assertThat(worst(Gelu::gelu, GeluTest::gelu, 1e-20f, 1e4f, 1013, false))
        .isLessThanOrEqualTo(1e-7);
    assertThat(Gelu.gelu(-1e30f)).isEqualTo(0f);
    assertThat(Gelu.gelu(Float.NaN)).isNaN();
  }

  @Test
  void geluNewIsAsNearToItsFormula() {
    assertThat(worst(Gelu::geluNew, GeluTest::geluNew, 1e-20f, 60f, 1013, true))
        .isLessThanOrEqualTo(2.5);
    assertThat(worst(Gelu::geluNew, GeluTest::geluNew, 1e-20f, 1e4f, 1013, false))
        .isLessThanOrEqualTo(2e-7);
  }
}
