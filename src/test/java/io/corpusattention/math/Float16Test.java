package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Float16Test {
  /** Decodes binary16 by definition in double, with powers of two from a loop. */
  private static double half(int bits) {
    double sign = bits < 0x8000 ? 1 : -1;
    int exponent = bits / 1024 % 32;
    double fraction = bits % 1024 / 1024.0;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    double value = exponent == 0 ? fraction : 1 + fraction;
    for (int e = Math.max(exponent, 1); e < 15; e++) {
      value /= 2;
    }
    for (int e = 15; e < exponent; e++) {
      value *= 2;
    }
    return sign * value;
  }

  @Test
  void everyHalfPrecisionNumberIsExact() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(Double.compare(Float16.toFloat((short) bits), half(bits)))
          .as("bits %x", bits)
          .isZero();
    }
  }

  @Test
  void theNumbersOfHalfPrecisionThatPeopleKnow() {
    assertThat(Float16.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(Float16.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(Float16.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Float16.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Float16.toFloat((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
    assertThat(Float16.toFloat((short) 0x0400)).isEqualTo(0x1p-14f);
    assertThat(Float.floatToRawIntBits(Float16.toFloat((short) 0x0000))).isZero();
    assertThat(Float.floatToRawIntBits(Float16.toFloat((short) 0x8000))).isEqualTo(1 << 31);
    assertThat(Float16.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Float16.toFloat((short) 0x7c01)).isNaN();
  }
}
