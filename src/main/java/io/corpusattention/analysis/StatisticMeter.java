package io.corpusattention.analysis;

import io.corpusattention.math.Log;
import java.util.Arrays;

/** Measures one distribution: all of {@link Statistic}. Used again for the next, on one thread. */
final class StatisticMeter {
  private static final double MASS = 0.95;

  private final boolean selfAttention;
  private double[] sorted = {};

  StatisticMeter(boolean selfAttention) {
    this.selfAttention = selfAttention;
  }

  /**
   * Adds each statistic, rounded to fixed point, to its sum.
   *
   * @param weights [n] from 0 on
   * @param query i, in self-attention; its neighbours are i − 1 and i + 1
   * @param marks null where the keys have no tokens
   * @param at the first statistic's place in the sums
   * @return the entropy, not rounded
   */
  double measure(double[] weights, int n, int query, TokenMarks marks, WideSums sums, int at) {
    double entropy = 0;
    double largest = 0;
    for (int j = 0; j < n; j++) {
      double weight = weights[j];
      if (weight > 0) {
        entropy -= weight * Log.ln(weight);
        largest = Math.max(largest, weight);
      }
    }
    entropy = Math.max(entropy, 0); // a weight of 1 and a bit, by rounding, is no less than sure
    add(sums, at, Statistic.ENTROPY, entropy);
    if (n > 1) {
      add(sums, at, Statistic.NORMALIZED_ENTROPY, entropy / Log.ln(n));
    }
    add(sums, at, Statistic.LARGEST_WEIGHT, largest);
    add(sums, at, Statistic.TOKENS_HOLDING_95, holding(weights, n, largest));
    add(sums, at, Statistic.SHARE_FIRST, weights[0]);
    add(sums, at, Statistic.SHARE_LAST, weights[n - 1]);
    if (selfAttention) {
      add(sums, at, Statistic.DISTANCE, distance(weights, n, query));
      add(sums, at, Statistic.SHARE_SELF, weights[query]);
      add(sums, at, Statistic.SHARE_PREVIOUS, query > 0 ? weights[query - 1] : 0);
      add(sums, at, Statistic.SHARE_NEXT, query < n - 1 ? weights[query + 1] : 0);
    }
    if (marks != null) {
      add(sums, at, Statistic.SHARE_SPECIAL, share(weights, n, marks.special()));
      add(sums, at, Statistic.SHARE_PUNCTUATION, share(weights, n, marks.punctuation()));
    }
    return entropy;
  }

  private static void add(WideSums sums, int at, Statistic statistic, double value) {
    sums.add(at + statistic.ordinal(), WideSums.fixed(value));
  }

  private static double distance(double[] weights, int n, int query) {
    double moment = 0;
    double total = 0;
    for (int j = 0; j < n; j++) {
      moment += weights[j] * Math.abs(j - query);
      total += weights[j];
    }
    return total > 0 ? moment / total : 0;
  }

  private static double share(double[] weights, int n, boolean[] marked) {
    double share = 0;
    for (int j = 0; j < n; j++) {
      if (marked[j]) {
        share += weights[j];
      }
    }
    return share;
  }

  /** The fewest keys that hold 95 %: the heaviest are added until it is reached. */
  private int holding(double[] weights, int n, double largest) {
    if (largest >= MASS) {
      return 1;
    }
    if (sorted.length < n) {
      sorted = new double[n];
    }
    System.arraycopy(weights, 0, sorted, 0, n);
    Arrays.sort(sorted, 0, n);
    double mass = 0;
    for (int j = n - 1; j >= 0; j--) {
      mass += sorted[j];
      if (mass >= MASS) {
        return n - j;
      }
    }
    return n;
  }
}
