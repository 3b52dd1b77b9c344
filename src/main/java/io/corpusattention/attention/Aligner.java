package io.corpusattention.attention;

import io.corpusattention.math.CounterRandom;
import io.corpusattention.math.Kernel;
import java.util.Arrays;

/** Turns a row of scores into a row of attention weights, in place. */
final class Aligner {
  private final Alignment alignment;
  private final Kernel kernel;
  private final float factor;
  private double[] cumulative = {};
  private int[] drawn = {};

  /**
   * @param factor multiplies every score
   */
  Aligner(Alignment alignment, Kernel kernel, float factor) {
    this.alignment = alignment;
    this.kernel = kernel;
    this.factor = factor;
  }

  /**
   * Aligns one query of one head with the keys in [from, to); all other keys get the weight 0.
   *
   * @param row holds the scores at [at, at + length)
   * @param length a multiple of {@link Kernel#LANES}
   * @param sentence its key in random draws
   * @return false where a score is not finite
   */
  boolean align(
      float[] row, int at, int length, int from, int to, long sentence, int head, int query) {
    if (alignment instanceof Alignment.Hard) {
      return selectBest(row, at, length, from, to);
    }
    boolean finite = kernel.softmax(row, at, length, from, to, factor);
    if (finite && alignment instanceof Alignment.Sample sample) {
      long state = CounterRandom.next(sample.seed(), sentence);
      state = CounterRandom.next(CounterRandom.next(state, head), query);
      draw(row, at, from, to, state, sample.draws());
    }
    return finite;
  }

  /** 1 for the best key in [from, to), the lower of equals. */
  private boolean selectBest(float[] row, int at, int length, int from, int to) {
    int best = from;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int key = from; key < to; key++) {
      float score = row[at + key] * factor;
      if (!Float.isFinite(score)) {
        return false;
      }
      if (score > bestScore) {
        bestScore = score;
        best = key;
      }
    }
    Arrays.fill(row, at, at + length, 0f);
    row[at + best] = 1f;
    return true;
  }

  /**
   * Replaces a distribution by the shares of so many draws from it. A draw is the first key, in
   * ascending order, at which the cumulative distribution exceeds u.
   */
  private void draw(float[] row, int at, int from, int to, long state, int draws) {
    int keys = to - from;
    if (cumulative.length < keys) {
      cumulative = new double[keys];
      drawn = new int[keys];
    }
    double sum = 0;
    int last = 0; // of the keys with a weight
    for (int i = 0; i < keys; i++) {
      float weight = row[at + from + i];
      sum += weight;
      cumulative[i] = sum;
      last = weight > 0 ? i : last;
    }
    Arrays.fill(drawn, 0, keys, 0);
    for (int draw = 0; draw < draws; draw++) {
      // The weights are rounded, so that their sum is not exactly 1.
      double u = CounterRandom.uniform(CounterRandom.next(state, draw)) * sum;
      drawn[Math.min(firstAbove(u, keys), last)]++;
    }
    for (int i = 0; i < keys; i++) {
      row[at + from + i] = (float) (drawn[i] / (double) draws);
    }
  }

  /** The first of so many keys whose cumulative weight exceeds u. */
  private int firstAbove(double u, int keys) {
    int low = 0;
    int high = keys;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
