package io.corpusattention.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DtypeTest {
  /** binary16 by its definition, in double, with powers of two from a loop. */
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
      assertThat(Double.compare(Dtype.half((short) bits), half(bits))).as("bits %x", bits).isZero();
    }
  }

  @Test
  void theNumbersOfHalfPrecisionThatPeopleKnow() {
    assertThat(Dtype.half((short) 0x3c00)).isEqualTo(1f);
    assertThat(Dtype.half((short) 0xc000)).isEqualTo(-2f);
    assertThat(Dtype.half((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Dtype.half((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Dtype.half((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
    assertThat(Dtype.half((short) 0x0400)).isEqualTo(0x1p-14f);
    assertThat(Float.floatToRawIntBits(Dtype.half((short) 0x0000))).isZero();
    assertThat(Float.floatToRawIntBits(Dtype.half((short) 0x8000))).isEqualTo(1 << 31);
    assertThat(Dtype.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Dtype.half((short) 0x7c01)).isNaN();
  }

  private static float[] decode(Dtype dtype, byte[] bytes, int count) {
    float[] values = new float[count + 2];
    dtype.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), values, 1, 1 + count);
    return values;
  }

  @Test
  void decodesIntoItsPlaceAndNowhereElse() {
    assertThat(decode(Dtype.F32, Safetensors.floats(1.5f, -0f), 2))
        .containsExactly(0, 1.5f, -0f, 0);
    assertThat(decode(Dtype.F16, Safetensors.shorts(0x3e00, 0x8000), 2))
        .containsExactly(0, 1.5f, -0f, 0);
    assertThat(decode(Dtype.BF16, Safetensors.shorts(0x3fc0, 0x8000), 2))
        .containsExactly(0, 1.5f, -0f, 0);
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    assertThat(decode(Dtype.BF16, Safetensors.shorts(0x7f7f, 0xff7f, 0x0001), 3))
        .containsExactly(0, 0x1.fep127f, -0x1.fep127f, 0x1p-133f, 0);
  }
}
