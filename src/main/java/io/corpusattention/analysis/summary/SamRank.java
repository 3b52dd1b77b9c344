package io.corpusattention.analysis.summary;

import io.corpusattention.analysis.WideSums;

/**
 * SAMRank (Kang and Shin 2023, SAMRank: Unsupervised Keyphrase Extraction using Self-Attention Map
 * in BERT and GPT-2): how much each token of a sentence matters by what it receives and by what it
 * passes on.
 *
 * <p>With A one head's matrix of the sentence, query i, key j: the global score is G_j = Σ_i A_ij;
 * the proportional score is P_i = Σ_j A_ij / Σ_k A_kj over the keys j whose column sum is positive
 * (there: each column times G_j, then divided by its sum, in which G_j cancels); the score is G +
 * P, here averaged over heads. Special tokens stay in the matrix, and are no words.
 */
public final class SamRank {
  private SamRank() {}

  /**
   * Proportional scores of a row's queries, summed over heads. A tile needs the column sums of its
   * whole sentence.
   *
   * @param attention [heads, numQueries, numTokens]
   * @param columns G, [heads, numTokens], of all the sentence's queries
   * @return [numQueries]
   */
  public static double[] proportional(
      float[] attention, double[] columns, int heads, int numQueries, int numTokens) {
    double[] shares = new double[columns.length]; // of a column, what a weight of 1 is
    for (int j = 0; j < shares.length; j++) {
      shares[j] = columns[j] > 0 ? 1 / columns[j] : 0;
    }
    double[] scores = new double[numQueries];
    int from = 0;
    for (int head = 0; head < heads; head++) {
      int column = head * numTokens;
      for (int i = 0; i < numQueries; i++, from += numTokens) {
        double sum = 0;
        for (int j = 0; j < numTokens; j++) {
          sum += attention[from + j] * shares[column + j];
        }
        scores[i] += sum;
      }
    }
    return scores;
  }

  /**
   * Global scores of a sentence's tokens, summed over heads.
   *
   * @param columns G, [heads, numTokens]
   * @return [numTokens]
   */
  public static double[] global(double[] columns, int heads) {
    int n = columns.length / heads;
    double[] scores = new double[n];
    for (int head = 0; head < heads; head++) {
      for (int j = 0; j < n; j++) {
        scores[j] += columns[head * n + j];
      }
    }
    return scores;
  }

  /**
   * Scores of a whole sentence's tokens, averaged over heads and rounded to fixed point.
   *
   * @param global summed over heads, [numTokens]
   * @param proportional likewise
   * @return [numTokens], in units of 2⁻³²
   */
  public static long[] scores(double[] global, double[] proportional, int heads) {
    long[] scores = new long[global.length];
    for (int j = 0; j < scores.length; j++) {
      scores[j] = WideSums.fixed((global[j] + proportional[j]) / heads);
    }
    return scores;
  }

  /** The same of a sentence that is one row: attention is [heads, n, n]. */
  public static long[] scores(float[] attention, int heads, int n) {
    double[] columns = new ColumnSums(heads, n).add(attention, n).values();
    return scores(global(columns, heads), proportional(attention, columns, heads, n, n), heads);
  }
}
