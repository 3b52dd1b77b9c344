package io.corpusattention.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DtypeTest {
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
