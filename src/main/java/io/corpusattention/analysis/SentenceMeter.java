package io.corpusattention.analysis;

/**
 * Measures the attention weights of sentences: rows of an attention table in, {@link SentenceSums}
 * out. Used again for the next row, on one thread.
 */
final class SentenceMeter {
  private final MeterPlan plan;
  private final int heads;
  private final int size; // places of a row of sums
  private final StatisticMeter meter;
  private final PairMeter pairs;
  private final double[] entropies; // [heads]
  private double[][] weights; // [heads, n] of one query

  SentenceMeter(MeterPlan plan) {
    this.plan = plan;
    this.heads = plan.heads();
    this.size = plan.measures().size();
    this.meter = new StatisticMeter(plan.measures());
    this.pairs = new PairMeter(plan);
    this.entropies = new double[heads];
    this.weights = new double[heads][0];
  }

  /**
   * Measures the queries of one row.
   *
   * @param row of the table
   * @param marks of the keys, null where they have no tokens
   * @param norms measures lengths, too, of the sentence and layer whose values it has taken; or
   *     null
   * @param sums of the sentence, to which the row's are added
   */
  void measure(MeteredRow row, TokenMarks marks, NormMeter norms, SentenceSums sums) {
    int n = row.numTokens();
    if (weights[0].length < n) {
      weights = new double[heads][n];
    }
    if (norms != null) {
      norms.begin(row);
    }
    int first = plan.row(row.layer(), 0) * size;
    for (int i = 0; i < row.numQueries(); i++) {
      int query = row.queryStart() + i;
      for (int head = 0; head < heads; head++) {
        int from = (head * row.numQueries() + i) * n;
        for (int j = 0; j < n; j++) {
          weights[head][j] = row.attention()[from + j];
        }
        entropies[head] =
            meter.measure(weights[head], n, query, marks, sums.values, first + head * size);
      }
      pairs.compare(row, query, weights, entropies, sums.divergences);
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
    sums.countQueries(row.layer(), row.queryStart(), row.numQueries());
  }
}
