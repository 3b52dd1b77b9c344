package io.corpusattention.analysis;

import io.corpusattention.math.Log;

/**
 * Measures the attention weights of sentences: rows of an attention table in, {@link SentenceSums}
 * out. Used again for the next row, on one thread.
 */
final class SentenceMeter {
  private final int heads;
  private final StatisticMeter meter;
  private final NormMeter norms; // null where lengths are not measured
  private final double[] entropies; // [heads]
  private double[][] weights; // [heads, n] of one query

  /**
   * @param selfAttention whether queries are the sentence's own tokens
   * @param norms measures lengths, too, of the sentence whose values it has taken; or null
   */
  SentenceMeter(int heads, boolean selfAttention, NormMeter norms) {
    this.heads = heads;
    this.norms = norms;
    this.meter = new StatisticMeter(selfAttention);
    this.entropies = new double[heads];
    this.weights = new double[heads][0];
  }

  /** Rows of statistics: the weights of each head, and what lengths there are. */
  int rows() {
    return heads + (norms == null ? 0 : norms.rows());
  }

  /**
   * Measures the queries of one row.
   *
   * @param attention [heads, numQueries, numTokens]
   * @param queryStart the first of the row's queries
   * @param marks of the keys, null where they have no tokens
   */
  SentenceSums measure(
      float[] attention, int numTokens, int queryStart, int numQueries, TokenMarks marks) {
    SentenceSums sums =
        new SentenceSums(
            numTokens, rows(), heads * (heads - 1) / 2, marks != null, queryStart == 0);
    if (weights[0].length < numTokens) {
      weights = new double[heads][numTokens];
    }
    for (int i = 0; i < numQueries; i++) {
      for (int head = 0; head < heads; head++) {
        int from = (head * numQueries + i) * numTokens;
        for (int j = 0; j < numTokens; j++) {
          weights[head][j] = attention[from + j];
        }
        entropies[head] =
            meter.measure(
                weights[head],
                numTokens,
                queryStart + i,
                marks,
                sums.values,
                head * CorpusSums.STATISTICS);
      }
      compareHeads(numTokens, sums.divergences);
      if (norms != null) {
        norms.measure(
            weights,
            numTokens,
            queryStart + i,
            marks,
            meter,
            sums.values,
            heads * CorpusSums.STATISTICS);
      }
      sums.countQuery();
    }
    return sums;
  }

  /**
   * Divergences of one query: with H the entropy, JSD(P, Q) = H((P + Q) / 2) − (H(P) + H(Q)) / 2,
   * which takes one logarithm for each key.
   */
  private void compareHeads(int n, WideSums divergences) {
    int pair = 0;
    for (int head = 0; head < heads; head++) {
      for (int other = head + 1; other < heads; other++) {
        double divergence =
            entropyOfMean(weights[head], weights[other], n)
                - (entropies[head] + entropies[other]) / 2;
        divergences.add(pair++, WideSums.fixed(Math.max(divergence, 0)));
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
