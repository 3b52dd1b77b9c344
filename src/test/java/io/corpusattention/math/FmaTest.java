package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FmaTest {
  private static void assertSame(float a, float b, float c) {
    assertThat(Float.floatToIntBits(Fma.emulated(a, b, c)))
        .as("fma(%s, %s, %s)", a, b, c)
        .isEqualTo(Float.floatToIntBits(Math.fma(a, b, c)));
  }

  @Test
  void theEmulationHasTheBitsOfTheInstruction() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000_000; i++) {
      float a = Float.intBitsToFloat(random.nextInt());
      float b = Float.intBitsToFloat(random.nextInt());
      float c = Float.intBitsToFloat(random.nextInt());
      assertSame(a, b, c);
      // operands of similar magnitude, so that sums cancel and ties occur
      float x = (float) random.nextDouble(-2, 2);
      float y = (float) random.nextDouble(-2, 2);
      float z = -x * y + Math.ulp(x * y) * random.nextInt(-3, 4) / 2;
      assertSame(x, y, z);
    }
  }

  @Test
  void ofZerosInfinitiesAndTheSmallestNumbersToo() {
    float[] special = {
      0f,
      -0f,
      1f,
      -1f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0x1.fffffep-1f
    };
    for (float a : special) {
      for (float b : special) {
        for (float c : special) {
          assertSame(a, b, c);
        }
      }
    }
  }
}
