package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.math.Kernel;

/**
 * Measures the attention weights of sentences. Takes rows of an attention table. Adds to {@link
 * SentenceSums}. You can reuse it for any number of rows, but only on one thread.
 */
final class SentenceMeter {
  /** The number of queries that are measured at once. */
  private static final int BLOCK = Kernel.DISTRIBUTIONS;

  private final MeterPlan plan;
  private final int heads;
  private final int size; // positions in a row of sums
  private final StatisticMeter meter;
  private final PairMeter pairs;
  private final Kernel kernel;
  private final double[][] entropies; // [heads, BLOCK]
  private double[][] columns = {}; // [heads][n, BLOCK]: weights of the block's queries, key by key
  private double[][] weights; // [heads, n] of one query

  SentenceMeter(MeterPlan plan, Kernel kernel) {
    this.plan = plan;
    this.heads = plan.heads();
    this.size = plan.measures().size();
    this.meter = new StatisticMeter(plan.measures());
    this.pairs = new PairMeter(plan, kernel);
    this.kernel = kernel;
    this.entropies = new double[heads][BLOCK];
    this.weights = new double[heads][0];
  }

  /**
   * Measures the queries of a row.
   *
   * @param row the row to measure
   * @param marks the marks of the keys, or null if they have no tokens
   * @param norms the meter of lengths, which has already taken the values of this sentence and
   *     layer; or null
   * @param sums the sums of the sentence, to which the row is added
   */
  void measure(MeteredRow row, TokenMarks marks, NormMeter norms, SentenceSums sums) {
    int n = row.numTokens();
    if (weights[0].length < n) {
      weights = new double[heads][n];
      columns = new double[heads][Math.multiplyExact(n, BLOCK)];
    }
    if (norms != null) {
      norms.begin(row);
    }
    for (int from = 0; from < row.numQueries(); from += BLOCK) {
      int count = Math.min(BLOCK, row.numQueries() - from);
      transpose(row, from, count);
      pairs.compare(row, from, count, columns, entropies, sums.divergences);
      for (int i = 0; i < count; i++) {
        measure(row, from + i, i, marks, norms, sums);
      }
    }
    sums.countQueries(row.layer(), row.queryStart(), row.numQueries());
  }

  private void transpose(MeteredRow row, int from, int count) {
    int n = row.numTokens();
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < count; i++) {
        int at = (head * row.numQueries() + from + i) * n;
        for (int j = 0; j < n; j++) {
          columns[head][j * BLOCK + i] = row.attention()[at + j];
        }
      }
      kernel.entropiesOfMeans(columns[head], 0, columns[head], 0, n, entropies[head]);
      for (int i = 0; i < count; i++) {
        // Rounding may give a weight slightly above 1, and so a negative entropy.
        entropies[head][i] = Math.max(entropies[head][i], 0);
      }
    }
  }

  /**
   * Measures a query.
   *
   * @param i the index of the query in the row
   * @param column the index of the query in the block
   */
  private void measure(
      MeteredRow row, int i, int column, TokenMarks marks, NormMeter norms, SentenceSums sums) {
    int n = row.numTokens();
    int query = row.queryStart() + i;
    int first = plan.row(row.layer(), 0) * size;
    for (int head = 0; head < heads; head++) {
      int at = (head * row.numQueries() + i) * n;
      for (int j = 0; j < n; j++) {
        weights[head][j] = row.attention()[at + j];
      }
      meter.measure(
          weights[head],
          entropies[head][column],
          n,
          query,
          marks,
          sums.values,
          first + head * size);
    }
    if (norms != null) {
      norms.measure(weights, n, query, marks, meter, sums, first + heads * size);
    }
    if (row.layer() == 0) {
      meter.count(n, query, marks, sums.counts);
      if (norms != null) {
        sums.countLength(norms.mixes());
      }
    }
  }
}
