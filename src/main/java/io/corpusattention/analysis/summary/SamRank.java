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
 * P, here averaged over heads, of however many layers. Special tokens stay in the matrix, and are
 * no words.
 */
public final class SamRank {
  private SamRank() {}

  /**
   * Adds what a row brings to the scores of its sentence's tokens, summed over heads: its queries'
   * proportional scores and, with the first query, all tokens' global scores. Tiles and layers add
   * up to the same bits in any order.
   *
   * @param attention [heads, numQueries, n]
   * @param columns G, [heads, n], of all the sentence's queries in this layer
   * @param scores [n], in units of 2⁻³²
   */
  public static void add(
      float[] attention,
      double[] columns,
      int heads,
      int queryStart,
      int numQueries,
      long[] scores) {
    if (queryStart == 0) {
      double[] global = global(columns, heads, scores.length);
      for (int j = 0; j < scores.length; j++) {
        scores[j] += WideSums.fixed(global[j]);
      }
    }
    double[] proportional = proportional(attention, columns, heads, numQueries, scores.length);
    for (int i = 0; i < numQueries; i++) {
      scores[queryStart + i] += WideSums.fixed(proportional[i]);
    }
  }

  /**
   * Proportional scores of a row's queries, summed over heads.
   *
   * @param attention [heads, numQueries, numTokens]
   * @param columns G, [heads, numTokens], of all the sentence's queries
   * @return [numQueries]
   */
  static double[] proportional(
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

  /** Global scores of a sentence's tokens, summed over heads: [numTokens]. */
  private static double[] global(double[] columns, int heads, int numTokens) {
    double[] scores = new double[numTokens];
    for (int head = 0; head < heads; head++) {
      for (int j = 0; j < numTokens; j++) {
        scores[j] += columns[head * numTokens + j];
      }
    }
    return scores;
  }
}
