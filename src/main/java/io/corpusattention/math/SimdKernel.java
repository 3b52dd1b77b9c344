package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernel} in vector registers. The product is in SimdProduct, softmax in SimdSoftmax, and so
 * on.
 */
final class SimdKernel implements Kernel {
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int WIDTH = SPECIES.length();

  /** Returns whether a register holds at least 4 of the 16 lanes. */
  static boolean isUsable() {
    return WIDTH >= 4;
  }

  @Override
  public String name() {
    return "simd, " + WIDTH + " lanes";
  }

  @Override
  public int panelWidth() {
    return WIDTH;
  }

  @Override
  public void multiply(
      int m,
      int k,
      int n,
      int chain,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    SimdProduct.multiply(
        m, k, n, chain, a, aOffset, aStride, b, bOffset, null, null, c, cOffset, cStride);
  }

  @Override
  public void dense(
      Linear layer,
      int rows,
      float[] x,
      int xOffset,
      int xStride,
      Activation f,
      float[] y,
      int yOffset) {
    int finished =
        SimdProduct.multiply(
            rows,
            layer.inputWidth(),
            layer.columns(),
            CHAIN,
            x,
            xOffset,
            xStride,
            layer.panels(),
            0,
            layer.bias(),
            f,
            y,
            yOffset,
            layer.stride());
    finish(layer, rows, finished, f, y, yOffset);
  }

  @Override
  public void pack(
      float[] source, int offset, int stride, int k, int n, float[] packed, int packedOffset) {
    int whole = n / WIDTH * WIDTH;
    for (int row = 0; row < k; row++) {
      int from = offset + row * stride;
      int to = packedOffset + row * WIDTH;
      for (int column = 0; column < whole; column += WIDTH, to += k * WIDTH) {
        FloatVector.fromArray(SPECIES, source, from + column).intoArray(packed, to);
      }
    }
    if (whole < n) {
      int to = packedOffset + k * whole;
      Panels.pack(source, offset + whole, stride, k, n - whole, WIDTH, packed, to);
    }
  }

  @Override
  public boolean softmax(float[] row, int offset, int length, int from, int to, float factor) {
    return SimdSoftmax.softmax(row, offset, length, from, to, factor);
  }

  @Override
  public void add(float[] sums, int at, float[] values, int from, int count) {
    int j = 0;
    for (; j + WIDTH <= count; j += WIDTH) {
      FloatVector.fromArray(SPECIES, sums, at + j)
          .add(FloatVector.fromArray(SPECIES, values, from + j))
          .intoArray(sums, at + j);
    }
    for (; j < count; j++) {
      sums[at + j] += values[from + j];
    }
  }

  @Override
  public void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order) {
    SimdSelection.selectTop(row, offset, n, k, keys, weights, at, order);
  }

  @Override
  public void entropiesOfMeans(
      double[] p, int pAt, double[] q, int qAt, int n, double[] entropies) {
    SimdEntropy.entropiesOfMeans(p, pAt, q, qAt, n, entropies);
  }

  @Override
  public boolean allFinite(float[] values, int from, int to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    // Four sums, because each addition waits for the one before it.
    FloatVector sum0 = zero;
    FloatVector sum1 = zero;
    FloatVector sum2 = zero;
    FloatVector sum3 = zero;
    int i = from;
    for (; i + 4 * WIDTH <= to; i += 4 * WIDTH) {
      sum0 = FloatVector.fromArray(SPECIES, values, i).fma(zero, sum0);
      sum1 = FloatVector.fromArray(SPECIES, values, i + WIDTH).fma(zero, sum1);
      sum2 = FloatVector.fromArray(SPECIES, values, i + 2 * WIDTH).fma(zero, sum2);
      sum3 = FloatVector.fromArray(SPECIES, values, i + 3 * WIDTH).fma(zero, sum3);
    }
    for (; i + WIDTH <= to; i += WIDTH) {
      sum0 = FloatVector.fromArray(SPECIES, values, i).fma(zero, sum0);
    }
    float rest = 0f;
    for (; i < to; i++) {
      rest += values[i] * 0f;
    }
    FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
    return rest == 0f && !sum.test(VectorOperators.IS_NAN).anyTrue();
  }

  @Override
  public void layerNorm(
      float[] row, int offset, int width, float[] gamma, float[] beta, float epsilon) {
    SimdLayerNorm.layerNorm(row, offset, width, gamma, beta, epsilon);
  }

  @Override
  public void activate(Activation activation, float[] values, int from, int to) {
    SimdActivation.activate(activation, values, from, to);
  }
}
