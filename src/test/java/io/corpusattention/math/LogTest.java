package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Verifies that the logarithm matches StrictMath except for the last bits. */
class LogTest {
  @Test
  void floatsFromTheSmallestToTheLargestHaveTheirLogarithm() {
    for (int bits = 1; bits > 0 && bits < 0x7f800000; bits += 4999) {
      check(Float.intBitsToFloat(bits));
    }
    check(Float.MIN_VALUE);
    check(Float.MAX_VALUE);
  }

  @Test
  void numbersNearOneKeepTheirDigits() {
    for (double x = 0.5; x < 2; x += 1e-4) {
      check(x);
    }
    for (double offset = 1e-15; offset < 0.1; offset *= 3) {
      check(1 + offset);
      check(1 - offset);
    }
    assertThat(Log.ln(1)).isZero();
  }

  private static void check(double x) {
    double expected = StrictMath.log(x);
    assertThat(Log.ln(x)).isCloseTo(expected, Offset.offset(4 * Math.ulp(expected)));
  }
}
