package io.corpusattention.benchmark;

import java.util.Random;

/** What the numbers should be: plain loops in double precision, and a comparison with them. */
public final class DoubleReference {
  /** Of the largest magnitude; float32 sums of a few hundred products stay well below. */
  private static final double TOLERANCE = 1e-4;

  private DoubleReference() {}

  /** Normally distributed numbers, the same in every run. */
  public static float[] random(long seed, int length, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** A · B: [m, k] · [k, n]. */
  public static double[] product(int m, int k, int n, double[] a, double[] b) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        double factor = a[i * k + p];
        int from = p * n;
        int to = i * n;
        for (int j = 0; j < n; j++) {
          c[to + j] += factor * b[from + j];
        }
      }
    }
    return c;
  }

  /** softmax(scores · factor), row by row, in place: [rows, n]. */
  public static void softmax(double[] scores, int rows, int n, double factor) {
    for (int row = 0; row < rows; row++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = row * n; j < (row + 1) * n; j++) {
        scores[j] *= factor;
        max = Math.max(max, scores[j]);
      }
      double sum = 0;
      for (int j = row * n; j < (row + 1) * n; j++) {
        scores[j] = Math.exp(scores[j] - max);
        sum += scores[j];
      }
      for (int j = row * n; j < (row + 1) * n; j++) {
        scores[j] /= sum;
      }
    }
  }

  /** Columns [column, column + width) of so many rows of a matrix with rows stride apart. */
  public static double[] columns(float[] values, int at, int stride, int rows, int width) {
    double[] copy = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        copy[row * width + j] = values[at + row * stride + j];
      }
    }
    return copy;
  }

  public static double[] transposed(double[] values, int rows, int columns) {
    double[] copy = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        copy[j * rows + row] = values[row * columns + j];
      }
    }
    return copy;
  }

  /**
   * A speed is worth nothing where the numbers are wrong.
   *
   * @param actual [rows, columns], rows stride apart, from {@code at}
   * @param expected [rows, columns] from {@code from}
   * @throws IllegalStateException where a number is off
   */
  public static void requireClose(
      String what,
      float[] actual,
      int at,
      int stride,
      double[] expected,
      int from,
      int rows,
      int columns) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        double right = expected[from + row * columns + j];
        double error = Math.abs(actual[at + row * stride + j] - right);
        if (!(error <= TOLERANCE * largest)) { // NaN fails too
          throw new IllegalStateException(
              what
                  + ": element ["
                  + row
                  + ", "
                  + j
                  + "] is "
                  + actual[at + row * stride + j]
                  + " and should be "
                  + right);
        }
      }
    }
  }
}
