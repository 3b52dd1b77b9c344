package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpTest {
  /**
   * Returns the largest error in units of the last place, over every step-th float in [from, to].
   */
  private static double largestError(float from, float to, int step) {
    double worst = 0;
    int first = Float.floatToRawIntBits(-to);
    int last = Float.floatToRawIntBits(-from);
    for (int bits = first; bits <= last; bits += step) {
      float x = -Float.intBitsToFloat(bits);
      double exact = StrictMath.exp(x);
      double error = Math.abs(Exp.exp(x) - exact) / Math.ulp((float) exact);
      worst = Math.max(worst, error);
    }
    return worst;
  }

  @Test
  void isWithinOneUlpWhereItsValuesAreNormalFloats() {
    assertThat(largestError(-87.3f, -1e-30f, 97)).isLessThanOrEqualTo(1.0);
    assertThat(largestError(-1f, -0.25f, 1)).isLessThanOrEqualTo(1.0);
  }

  @Test
  void isExactAtTheEnds() {
    assertThat(Exp.exp(0f)).isEqualTo(1f);
    assertThat(Exp.exp(-0f)).isEqualTo(1f);
    assertThat(Exp.exp(-88f)).isEqualTo(0f);
    assertThat(Exp.exp(-1e30f)).isEqualTo(0f);
    assertThat(Exp.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Exp.exp(Float.NaN)).isNaN();
  }

  @Test
  void neverGrowsAsItsArgumentFalls() {
    float before = 1f;
    for (float x = 0f; x > -90f; x -= 0.0137f) {
      float now = Exp.exp(x);
      assertThat(now).isLessThanOrEqualTo(before).isNotNegative();
      before = now;
    }
  }
}
