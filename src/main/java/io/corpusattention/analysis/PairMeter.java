package io.corpusattention.analysis;

import io.corpusattention.math.Log;

/**
 * Measures how much heads differ: the distributions of one query in, its Jensen-Shannon divergences
 * out. Heads are compared within their layer, or where all pairs are asked for with those of the
 * layers before, whose weights are then kept until the sentence is over.
 */
final class PairMeter {
  private final MeterPlan plan;
  private final int heads;
  private float[][] before = {}; // [all heads][n, n], where all pairs are compared
  private double[][] entropiesBefore = {}; // [all heads][n]
  private double[] earlier = {}; // [n]

  PairMeter(MeterPlan plan) {
    this.plan = plan;
    this.heads = plan.heads();
  }

  /**
   * Compares the heads of one query: with H the entropy, JSD(P, Q) = H((P + Q) / 2) − (H(P) + H(Q))
   * / 2, which takes one logarithm for each key.
   *
   * @param weights [heads, n]
   * @param entropies of the heads
   */
  void compare(
      MeteredRow row, int query, double[][] weights, double[] entropies, WideSums divergences) {
    int n = row.numTokens();
    if (plan.allPairs()) {
      compareAll(row.layer(), query, n, weights, entropies, divergences);
      return;
    }
    int pair = plan.firstPair(row.layer());
    for (int head = 0; head < heads; head++) {
      for (int other = head + 1; other < heads; other++) {
        double divergence =
            entropyOfMean(weights[head], weights[other], n)
                - (entropies[head] + entropies[other]) / 2;
        divergences.add(pair++, WideSums.fixed(Math.max(divergence, 0)));
      }
    }
  }

  private void compareAll(
      int layer, int query, int n, double[][] weights, double[] entropies, WideSums divergences) {
    keep(layer, query, n, weights, entropies);
    int all = plan.allHeads();
    for (int head = 0; head < (layer + 1) * heads; head++) {
      for (int j = 0; j < n; j++) {
        earlier[j] = before[head][query * n + j];
      }
      for (int h = 0; h < heads; h++) {
        int other = layer * heads + h;
        if (head < other) {
          double divergence =
              entropyOfMean(earlier, weights[h], n)
                  - (entropiesBefore[head][query] + entropies[h]) / 2;
          int pair = head * (2 * all - head - 1) / 2 + other - head - 1;
          divergences.add(pair, WideSums.fixed(Math.max(divergence, 0)));
        }
      }
    }
  }

  private void keep(int layer, int query, int n, double[][] weights, double[] entropies) {
    if (earlier.length < n) {
      earlier = new double[n];
      before = new float[plan.allHeads()][Math.multiplyExact(n, n)];
      entropiesBefore = new double[plan.allHeads()][n];
    }
    for (int h = 0; h < heads; h++) {
      int head = layer * heads + h;
      entropiesBefore[head][query] = entropies[h];
      for (int j = 0; j < n; j++) {
        before[head][query * n + j] = (float) weights[h][j];
      }
    }
  }

  private static double entropyOfMean(double[] p, double[] q, int n) {
    double entropy = 0;
    for (int j = 0; j < n; j++) {
      double mean = (p[j] + q[j]) / 2;
      if (mean > 0) {
        entropy -= mean * Log.ln(mean);
      }
    }
    return entropy;
  }
}
