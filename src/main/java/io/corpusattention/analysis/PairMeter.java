package io.corpusattention.analysis;

import io.corpusattention.math.Kernel;

/**
 * Measures how much heads differ. Takes the distributions of a block of queries. Adds their
 * Jensen-Shannon divergences to sums. With entropy H, JSD(P, Q) = H((P + Q) / 2) − (H(P) + H(Q)) /
 * 2, which takes one logarithm per key. Heads are compared within their layer. If all pairs are
 * requested, heads are also compared with those of earlier layers, whose weights are then kept
 * until the end of the sentence.
 */
final class PairMeter {
  private static final int BLOCK = Kernel.DISTRIBUTIONS;

  private final MeterPlan plan;
  private final int heads;
  private final Kernel kernel;
  private final double[] ofMeans = new double[BLOCK];
  private float[][] before = {}; // [all heads][n, n], if all pairs are compared
  private double[][] entropiesBefore = {}; // [all heads][n]
  private double[] earlier = {}; // [n, BLOCK]

  PairMeter(MeterPlan plan, Kernel kernel) {
    this.plan = plan;
    this.heads = plan.heads();
    this.kernel = kernel;
  }

  /**
   * Compares the heads of a block of queries.
   *
   * @param from the first query of the block, numbered from the first of the row
   * @param columns the weights, key by key: [heads][n, {@value Kernel#DISTRIBUTIONS}]
   * @param entropies [heads, {@value Kernel#DISTRIBUTIONS}]
   */
  void compare(
      MeteredRow row,
      int from,
      int count,
      double[][] columns,
      double[][] entropies,
      WideSums divergences) {
    int n = row.numTokens();
    if (plan.allPairs()) {
      compareAll(row, row.queryStart() + from, count, columns, entropies, divergences);
      return;
    }
    int pair = plan.firstPair(row.layer());
    for (int head = 0; head < heads; head++) {
      for (int other = head + 1; other < heads; other++) {
        kernel.entropiesOfMeans(columns[head], 0, columns[other], 0, n, ofMeans);
        for (int i = 0; i < count; i++) {
          add(divergences, pair, ofMeans[i], entropies[head][i], entropies[other][i]);
        }
        pair++;
      }
    }
  }

  private static void add(
      WideSums divergences, int pair, double ofMean, double entropy, double otherEntropy) {
    double divergence = ofMean - (entropy + otherEntropy) / 2;
    divergences.add(pair, WideSums.fixed(Math.max(divergence, 0)));
  }

  private void compareAll(
      MeteredRow row,
      int query,
      int count,
      double[][] columns,
      double[][] entropies,
      WideSums divergences) {
    int n = row.numTokens();
    keep(row.layer(), query, count, n, columns, entropies);
    int all = plan.allHeads();
    for (int head = 0; head < (row.layer() + 1) * heads; head++) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < n; j++) {
          earlier[j * BLOCK + i] = before[head][(query + i) * n + j];
        }
      }
      for (int h = 0; h < heads; h++) {
        int other = row.layer() * heads + h;
        if (head < other) {
          kernel.entropiesOfMeans(earlier, 0, columns[h], 0, n, ofMeans);
          int pair = head * (2 * all - head - 1) / 2 + other - head - 1;
          for (int i = 0; i < count; i++) {
            add(divergences, pair, ofMeans[i], entropiesBefore[head][query + i], entropies[h][i]);
          }
        }
      }
    }
  }

  private void keep(
      int layer, int query, int count, int n, double[][] columns, double[][] entropies) {
    if (earlier.length < n * BLOCK) {
      earlier = new double[n * BLOCK];
      before = new float[plan.allHeads()][Math.multiplyExact(n, n)];
      entropiesBefore = new double[plan.allHeads()][n];
    }
    for (int h = 0; h < heads; h++) {
      int head = layer * heads + h;
      for (int i = 0; i < count; i++) {
        entropiesBefore[head][query + i] = entropies[h][i];
        for (int j = 0; j < n; j++) {
          before[head][(query + i) * n + j] = (float) columns[h][j * BLOCK + i];
        }
      }
    }
  }
}
