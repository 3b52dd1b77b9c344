package io.corpusattention.math;

import java.util.Arrays;

/**
 * The reference implementation of {@link Kernel}, in plain loops, for processors and settings
 * without vector operations.
 */
final class ScalarKernel implements Kernel {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panelWidth() {
    return LANES;
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
    float[] sums = new float[LANES];
    for (int column = 0; column < n; column += LANES) {
      int panel = bOffset + column * k;
      for (int i = 0; i < m; i++) {
        int to = cOffset + i * cStride + column;
        for (int k0 = 0; k0 < k; k0 += chain) {
          Arrays.fill(sums, 0f);
          for (int p = k0; p < Math.min(k, k0 + chain); p++) {
            float factor = a[aOffset + i * aStride + p];
            int from = panel + p * LANES;
            for (int lane = 0; lane < LANES; lane++) {
              sums[lane] = Fma.fma(factor, b[from + lane], sums[lane]);
            }
          }
          for (int lane = 0; lane < LANES; lane++) {
            c[to + lane] = (k0 == 0 ? 0f : c[to + lane]) + sums[lane];
          }
        }
      }
    }
  }

  @Override
  public boolean softmax(float[] row, int offset, int length, int from, int to, float factor) {
    // pass 1: scale, and find the largest score
    float max = Float.NEGATIVE_INFINITY;
    for (int j = offset + from; j < offset + to; j++) {
      row[j] *= factor;
      if (!Float.isFinite(row[j])) {
        return false;
      }
      max = Math.max(max, row[j]);
    }
    // pass 2: exp, and the sum in lanes
    float[] lanes = new float[LANES];
    for (int j = from; j < to; j++) {
      float e = Exp.exp(row[offset + j] - max);
      row[offset + j] = e;
      lanes[j % LANES] += e;
    }
    // pass 3: normalize, and clear the other keys
    float inverse = 1f / Kernel.joinLanes(lanes);
    for (int j = offset + from; j < offset + to; j++) {
      row[j] *= inverse;
    }
    Arrays.fill(row, offset, offset + from, 0f);
    Arrays.fill(row, offset + to, offset + length, 0f);
    return true;
  }

  @Override
  public void add(float[] sums, int at, float[] values, int from, int count) {
    for (int j = 0; j < count; j++) {
      sums[at + j] += values[from + j];
    }
  }

  @Override
  public void selectTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at, int[] order) {
    insertTop(row, offset, n, k, keys, weights, at);
  }

  /** Implements {@link Kernel#selectTop} by insertion. */
  static void insertTop(
      float[] row, int offset, int n, int k, int[] keys, float[] weights, int at) {
    int last = at + k - 1;
    int filled = at;
    for (int key = 0; key < n; key++) {
      float weight = row[offset + key];
      if (filled <= last || weight > weights[last]) {
        // Insert after all that are at least as heavy, because their keys are lower.
        int to = Math.min(filled, last);
        while (to > at && weights[to - 1] < weight) {
          weights[to] = weights[to - 1];
          keys[to] = keys[to - 1];
          to--;
        }
        weights[to] = weight;
        keys[to] = key;
        filled = Math.min(filled + 1, last + 1);
      }
    }
  }

  @Override
  public void entropiesOfMeans(
      double[] p, int pAt, double[] q, int qAt, int n, double[] entropies) {
    for (int lane = 0; lane < DISTRIBUTIONS; lane++) {
      double entropy = 0;
      for (int j = 0; j < n; j++) {
        int at = j * DISTRIBUTIONS + lane;
        double mean = (p[pAt + at] + q[qAt + at]) / 2;
        if (mean > 0) {
          entropy -= mean * Log.ln(mean);
        }
      }
      entropies[lane] = entropy;
    }
  }

  @Override
  public boolean allFinite(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void layerNorm(
      float[] row, int offset, int width, float[] gamma, float[] beta, float epsilon) {
    float[] lanes = new float[LANES];
    for (int j = 0; j < width; j++) {
      lanes[j % LANES] += row[offset + j];
    }
    float mean = Kernel.joinLanes(lanes) / width;
    Arrays.fill(lanes, 0f);
    for (int j = 0; j < width; j++) {
      float distance = row[offset + j] - mean;
      lanes[j % LANES] = Fma.fma(distance, distance, lanes[j % LANES]);
    }
    float scale = 1f / (float) Math.sqrt(Kernel.joinLanes(lanes) / width + epsilon);
    for (int j = 0; j < width; j++) {
      row[offset + j] = Fma.fma((row[offset + j] - mean) * scale, gamma[j], beta[j]);
    }
  }

  @Override
  public void activate(Activation activation, float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = activated(activation, values[i]);
    }
  }

  /** Applies an activation function to one value. */
  static float activated(Activation activation, float x) {
    return switch (activation) {
      case GELU -> Gelu.gelu(x);
      case GELU_NEW -> Gelu.geluNew(x);
      case RELU -> Math.max(x, 0f);
    };
  }
}
