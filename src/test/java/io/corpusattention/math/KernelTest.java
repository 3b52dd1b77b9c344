package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contract of every kernel with odd and even sizes. */
public class KernelTest {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 11, 12, 13, 16, 17, 24, 31, 32, 33, 50};

  public static Stream<Kernel> kernels() {
    return Stream.of(new ScalarKernel(), new SimdKernel());
  }

  static float[] random(int seed, int length, double magnitude) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-magnitude, magnitude);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anElementOfAProductIsASumOfChainsOfFusedMultiplyAdds(Kernel kernel) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        for (int k : new int[] {1, 2, 7, 64, 255, 256, 257, 600}) {
          for (int chain : new int[] {1, 16, Kernel.CHAIN}) {
            product(kernel, m, k, n, chain);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void soIsAnElementOfAProductWithManyColumns(Kernel kernel) {
    for (int n : new int[] {120, 121, 127, 128, 129, 136, 137, 145, 160, 175}) {
      for (int m : new int[] {1, 5, 6, 7, 96, 97, 103}) {
        for (int k : new int[] {1, 127, 128, 129, 130, 300}) {
          product(kernel, m, k, n, Kernel.CHAIN);
        }
      }
    }
  }

  private static void product(Kernel kernel, int m, int k, int n, int length) {
    int aStride = k + 3;
    float[] a = random(m, 5 + m * aStride, 1);
    float[] b = random(n, k * n, 1);
    int width = kernel.panelWidth();
    float[] packed = new float[Panels.size(k, n, width)];
    Panels.pack(b, 0, n, k, n, width, packed, 0);
    int cStride = Panels.roundUp(n, width);
    float[] c = random(3, 2 + m * cStride, 1);
    kernel.multiply(m, k, n, length, a, 5, aStride, packed, 0, c, 2, cStride);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0f;
        for (int start = 0; start < k; start += length) {
          float chain = 0f;
          for (int p = start; p < Math.min(k, start + length); p++) {
            chain = Math.fma(a[5 + i * aStride + p], b[p * n + j], chain);
          }
          sum += chain;
        }
        if (c[2 + i * cStride + j] != sum) {
          assertThat(c[2 + i * cStride + j])
              .as("[%d, %d] of %d, %d, %d, %d", i, j, m, k, n, length)
              .isEqualTo(sum);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aDenseLayerIsAProductThenItsBiasThenItsActivation(Kernel kernel) {
    for (int n : new int[] {1, 8, 31, 127, 128, 129, 136, 144, 160, 175, 192}) {
      for (int m : new int[] {1, 6, 7, 95, 96, 97, 200}) {
        dense(kernel, m, 150, n, null, null);
        dense(kernel, m, 150, n, random(4, n, 1), null);
        dense(kernel, m, 129, n, null, Activation.RELU);
        for (Activation f : Activation.values()) {
          dense(kernel, m, 16, n, random(5, n, 1), f);
        }
      }
    }
  }

  private static void dense(Kernel kernel, int m, int k, int n, float[] bias, Activation f) {
    float[] x = random(m, 3 + m * (k + 2), 1);
    Linear linear = Linear.pack(random(n, k * n, 1), k, n, bias, kernel.panelWidth());
    int stride = linear.stride();
    float[] expected = new float[m * stride];
    kernel.multiply(m, k, n, x, 3, k + 2, linear.panels(), 0, expected, 0, stride);
    for (int row = 0; row < m; row++) {
      int at = row * stride;
      if (bias != null) {
        for (int column = 0; column < n; column++) {
          expected[at + column] += bias[column];
        }
      }
      if (f != null) {
        for (int column = 0; column < n; column++) {
          expected[at + column] = ScalarKernel.activated(f, expected[at + column]);
        }
      }
    }
    float[] y = random(7, m * stride, 1);
    linear.apply(kernel, x, 3, k + 2, m, f, y);
    float[] first = random(8, m * stride, 1);
    int fewer = (n + 1) / 2;
    linear.first(fewer).apply(kernel, x, 3, k + 2, m, f, first);
    for (int row = 0; row < m; row++) {
      int from = row * stride;
      assertThat(Arrays.copyOfRange(y, from, from + n))
          .as("row %d of %d, %d, %d", row, m, k, n)
          .isEqualTo(Arrays.copyOfRange(expected, from, from + n));
      assertThat(Arrays.copyOfRange(first, from, from + fewer))
          .isEqualTo(Arrays.copyOfRange(expected, from, from + fewer));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aLayerNormHasMeanBetaAndDeviationGammaAtAnyWidth(Kernel kernel) {
    for (int width = 1; width <= 70; width++) {
      float[] row = random(width, width + 3, 20);
      float[] gamma = random(5, width, 2);
      float[] beta = random(6, width, 2);
      double[] expected = layerNorm(row, 2, width, gamma, beta, 1e-5);
      kernel.layerNorm(row, 2, width, gamma, beta, 1e-5f);
      for (int j = 0; j < width; j++) {
        assertThat((double) row[2 + j]).isCloseTo(expected[j], within(5e-6));
      }
    }
  }

  private static double[] layerNorm(
      float[] row, int offset, int width, float[] gamma, float[] beta, double epsilon) {
    double mean = 0;
    for (int j = 0; j < width; j++) {
      mean += row[offset + j] / (double) width;
    }
    double variance = 0;
    for (int j = 0; j < width; j++) {
      variance += Math.pow(row[offset + j] - mean, 2) / width;
    }
    double[] normal = new double[width];
    for (int j = 0; j < width; j++) {
      normal[j] = (row[offset + j] - mean) / Math.sqrt(variance + epsilon) * gamma[j] + beta[j];
    }
    return normal;
  }

  @Test
  void bothKernelsNormaliseAndActivateToTheSameBits() {
    Kernel scalar = new ScalarKernel();
    Kernel simd = new SimdKernel();
    for (int width = 1; width <= 70; width++) {
      float[] gamma = random(5, width, 2);
      float[] beta = random(6, width, 2);
      float[] one = random(width, width + 3, 20);
      float[] other = one.clone();
      scalar.layerNorm(one, 2, width, gamma, beta, 1e-12f);
      simd.layerNorm(other, 2, width, gamma, beta, 1e-12f);
      assertThat(other).isEqualTo(one);
      for (Activation activation : Activation.values()) {
        scalar.activate(activation, one, 1, width + 2);
        simd.activate(activation, other, 1, width + 2);
        assertThat(other).as(activation.name()).isEqualTo(one);
      }
    }
    for (Activation activation : Activation.values()) {
      float[] one = {0f, -0f, 0.9f, -1.4f, 5e-39f, 40f, -40f, 1e38f, -1e38f, Float.NaN};
      float[] all = Arrays.copyOf(one, 40);
      System.arraycopy(random(9, 30, 8), 0, all, 10, 30);
      float[] other = all.clone();
      scalar.activate(activation, all, 0, 40);
      simd.activate(activation, other, 0, 40);
      assertThat(other).as(activation.name()).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSoftmaxIsADistributionOverItsRangeAndExactlyZeroOutside(Kernel kernel) {
    for (int n = 1; n <= 70; n++) {
      int length = Panels.roundUp(n, 32);
      for (int from : new int[] {0, n / 3, n - 1}) {
        float[] row = random(n, length + 1, 30);
        double[] expected = softmax(row, from, n, -0.5);
        assertThat(kernel.softmax(row, 1, length, from, n, -0.5f)).isTrue();
        double sum = 0;
        for (int j = 0; j < length; j++) {
          float weight = row[1 + j];
          if (j < from || j >= n) {
            assertThat(weight).isEqualTo(0f);
          } else {
            assertThat((double) weight).isCloseTo(expected[j], within(2e-6));
            sum += weight;
          }
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
    }
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }

  private static double[] softmax(float[] row, int from, int to, double factor) {
    double[] weights = new double[to];
    double sum = 0;
    double max = Double.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      max = Math.max(max, row[1 + j] * factor);
    }
    for (int j = from; j < to; j++) {
      weights[j] = Math.exp(row[1 + j] * factor - max);
      sum += weights[j];
    }
    for (int j = from; j < to; j++) {
      weights[j] /= sum;
    }
    return weights;
  }

  @Test
  void whatWasPackedIsReadAgain() {
    for (int width : new int[] {4, 8, 16}) {
      for (int n : new int[] {1, 15, 16, 17, 40}) {
        float[] matrix = random(n, 3 * n, 1); // [3, n]
        Linear packed = Linear.pack(matrix, 3, n, null, width);
        assertThat(packed.columns(0, n)).isEqualTo(matrix);
        for (int from : new int[] {0, n / 3, n - 1}) {
          int to = Math.max(from + 1, n * 2 / 3);
          float[] part = packed.columns(from, to);
          assertThat(part).hasSize(3 * (to - from));
          for (int row = 0; row < 3; row++) {
            for (int column = from; column < to; column++) {
              assertThat(part[row * (to - from) + column - from])
                  .isEqualTo(matrix[row * n + column]);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theHeaviestComeFirstAndOfEqualsTheLowerKey(Kernel kernel) {
    for (int n = 1; n <= 140; n++) {
      float[] weights = new float[3 + Panels.roundUp(n, Kernel.LANES)];
      for (int key = 0; key < n; key++) { // few values, including 0, so many are equal
        weights[3 + key] = Math.abs(random(n, n, 5)[key]) > 2.5f ? key % 4 / 8f : 0.3f / (1 + key);
      }
      List<Integer> sorted =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparing((Integer key) -> -weights[3 + key]))
              .toList();
      for (int k : new int[] {1, Math.min(n, 8), n}) {
        int[] keys = new int[k + 1];
        float[] heaviest = new float[k + 1];
        kernel.selectTop(weights, 3, n, k, keys, heaviest, 1, new int[2 * weights.length]);
        for (int i = 0; i < k; i++) {
          assertThat(keys[1 + i]).isEqualTo(sorted.get(i));
          assertThat(heaviest[1 + i]).isEqualTo(weights[3 + sorted.get(i)]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aScoreThatOverflowsIsNoticedInsideTheRangeOnly(Kernel kernel) {
    for (float bad :
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f}) {
      for (int at = 0; at < 20; at++) {
        float[] row = random(1, 32, 1);
        row[at] = bad;
        boolean inside = at >= 4 && at < 18;
        assertThat(kernel.softmax(row, 0, 32, 4, 18, 2f)).isEqualTo(!inside);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aNumberThatIsNotFiniteIsFoundAnywhere(Kernel kernel) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int at = 0; at < 150; at++) {
        float[] values = random(2, 150, 3e38);
        assertThat(kernel.allFinite(values, 0, 150)).isTrue();
        values[at] = bad;
        assertThat(kernel.allFinite(values, 0, 150)).isFalse();
        assertThat(kernel.allFinite(values, at + 1, 150)).isTrue();
        assertThat(kernel.allFinite(values, 0, at)).isTrue();
      }
    }
  }
}
