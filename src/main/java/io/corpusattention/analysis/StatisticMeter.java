package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.math.Log;
import java.util.Arrays;

/**
 * Measures all {@link Measures} of a distribution. Reusable for the next distribution, on one
 * thread.
 */
final class StatisticMeter {
  private static final double MASS = 0.95;

  /** The number of powers of two by which weights are grouped. */
  private static final int POWERS = 24;

  private final boolean selfAttention;
  private final boolean causal;
  private final int[] counts = new int[POWERS];
  private final double[] masses = new double[POWERS];
  private double[] sorted = {};

  StatisticMeter(Measures measures) {
    this.selfAttention = measures.selfAttention();
    this.causal = measures.causal();
  }

  /**
   * Counts a query for each quantity that it has, which is the same in every distribution.
   *
   * @param counts the counts, by position in {@link Measures}
   */
  void count(int n, int query, TokenMarks marks, long[] counts) {
    add(counts, Statistic.ENTROPY);
    add(counts, Statistic.LARGEST_WEIGHT);
    add(counts, Statistic.TOKENS_HOLDING_95);
    add(counts, Statistic.SHARE_FIRST);
    add(counts, Statistic.SHARE_LAST);
    if (n > 1) {
      add(counts, Statistic.NORMALIZED_ENTROPY);
    }
    if (marks != null) {
      add(counts, Statistic.SHARE_SPECIAL);
      add(counts, Statistic.SHARE_PUNCTUATION);
    }
    if (!selfAttention) {
      return;
    }
    add(counts, Statistic.DISTANCE);
    add(counts, Statistic.SHARE_SELF);
    add(counts, Statistic.SHARE_PREVIOUS);
    add(counts, Statistic.SHARE_NEXT);
    add(counts, Statistic.SINK_SENTENCES);
    if (query > 0) {
      add(counts, Statistic.SINK_RATE);
    }
    for (int o = nearest(query); o <= farthest(query, n); o++) {
      counts[Measures.offset(o)]++;
    }
    if (marks != null && marks.before()[query] >= 0) {
      add(counts, Statistic.SHARE_DUPLICATE);
      add(counts, Statistic.SHARE_INDUCTION);
    }
  }

  private static void add(long[] counts, Statistic statistic) {
    counts[statistic.ordinal()]++;
  }

  private static int nearest(int query) {
    return Math.max(-Measures.FARTHEST, -query);
  }

  private static int farthest(int query, int n) {
    return Math.min(Measures.FARTHEST, n - 1 - query);
  }

  /**
   * Adds each statistic, rounded to fixed point, to its sum.
   *
   * @param weights [n], from index 0
   * @param entropy the entropy of the weights
   * @param query i, in self-attention; its neighbors are i − 1 and i + 1
   * @param marks the marks of the keys, or null if they have no tokens
   * @param at the first position in the sums
   */
  void measure(
      double[] weights, double entropy, int n, int query, TokenMarks marks, WideSums sums, int at) {
    double largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, weights[j]);
    }
    add(sums, at, Statistic.ENTROPY, entropy);
    if (n > 1) {
      add(sums, at, Statistic.NORMALIZED_ENTROPY, entropy / Log.ln(n));
    }
    add(sums, at, Statistic.LARGEST_WEIGHT, largest);
    add(sums, at, Statistic.TOKENS_HOLDING_95, holding(weights, n, largest));
    add(sums, at, Statistic.SHARE_FIRST, weights[0]);
    add(sums, at, Statistic.SHARE_LAST, weights[n - 1]);
    if (selfAttention) {
      measurePlaces(weights, n, query, sums, at);
    }
    if (marks != null) {
      measureTokens(weights, n, query, marks, sums, at);
    }
  }

  /** Returns the entropy of a distribution, in nats. */
  static double entropy(double[] weights, int n) {
    double entropy = 0;
    for (int j = 0; j < n; j++) {
      if (weights[j] > 0) {
        entropy -= weights[j] * Log.ln(weights[j]);
      }
    }
    return Math.max(entropy, 0); // rounding may give a weight slightly above 1
  }

  private static void measurePlaces(double[] weights, int n, int query, WideSums sums, int at) {
    add(sums, at, Statistic.DISTANCE, distance(weights, n, query));
    add(sums, at, Statistic.SHARE_SELF, weights[query]);
    add(sums, at, Statistic.SHARE_PREVIOUS, query > 0 ? weights[query - 1] : 0);
    add(sums, at, Statistic.SHARE_NEXT, query < n - 1 ? weights[query + 1] : 0);
    if (query > 0) {
      add(sums, at, Statistic.SINK_RATE, weights[0] > Statistic.SINK ? 1 : 0);
    }
    for (int o = nearest(query); o <= farthest(query, n); o++) {
      sums.add(at + Measures.offset(o), WideSums.fixed(weights[query + o]));
    }
  }

  private void measureTokens(
      double[] weights, int n, int query, TokenMarks marks, WideSums sums, int at) {
    double special = 0;
    double punctuation = 0;
    for (int j = 0; j < n; j++) {
      if (marks.special()[j]) {
        special += weights[j];
        if (marks.names()[j] >= 0) {
          sums.add(at + Measures.special(marks.names()[j]), WideSums.fixed(weights[j]));
        }
      } else if (marks.punctuation()[j]) {
        punctuation += weights[j];
      }
    }
    add(sums, at, Statistic.SHARE_SPECIAL, special);
    add(sums, at, Statistic.SHARE_PUNCTUATION, punctuation);
    if (selfAttention) {
      double duplicate = 0;
      double induction = 0;
      for (int j = marks.before()[query]; j >= 0; j = marks.before()[j]) {
        duplicate += weights[j];
        induction += weights[j + 1];
      }
      add(sums, at, Statistic.SHARE_DUPLICATE, duplicate);
      if (causal) {
        add(sums, at, Statistic.SHARE_INDUCTION, induction);
      }
    }
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

  /**
   * Returns the smallest number of keys that hold 95% of the mass. Groups weights by power of two,
   * and sorts only the group in which 95% is reached.
   */
  private int holding(double[] weights, int n, double largest) {
    if (largest >= MASS) {
      return 1;
    }
    Arrays.fill(counts, 0);
    Arrays.fill(masses, 0);
    for (int j = 0; j < n; j++) {
      int power = power(weights[j]);
      counts[power]++;
      masses[power] += weights[j];
    }
    double mass = 0;
    int held = 0;
    for (int power = 0; power < POWERS; power++) {
      if (mass + masses[power] >= MASS) {
        return held + holding(weights, n, power, MASS - mass);
      }
      mass += masses[power];
      held += counts[power];
    }
    return n;
  }

  /**
   * Returns the smallest number of keys of this power that hold a mass, or all of them if they do
   * not.
   */
  private int holding(double[] weights, int n, int power, double mass) {
    if (sorted.length < n) {
      sorted = new double[n];
    }
    int count = 0;
    for (int j = 0; j < n; j++) {
      if (power(weights[j]) == power) {
        sorted[count++] = weights[j];
      }
    }
    Arrays.sort(sorted, 0, count);
    double held = 0;
    for (int j = count - 1; j >= 0; j--) {
      held += sorted[j];
      if (held >= mass) {
        return count - j;
      }
    }
    return count;
  }

  /**
   * Returns the group of a weight: 0 for weights of 1/2 or more. All the smallest weights share the
   * last group.
   */
  private static int power(double weight) {
    return Math.min(POWERS - 1, Math.max(0, -1 - Math.getExponent(weight)));
  }
}
