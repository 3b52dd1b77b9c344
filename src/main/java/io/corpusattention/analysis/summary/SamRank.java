package io.corpusattention.analysis.summary;

import io.corpusattention.analysis.WideSums;

/**
 * SAMRank (Kang and Shin 2023, SAMRank: Unsupervised Keyphrase Extraction using Self-Attention Map
 * in BERT and GPT-2): the importance of each token of a sentence, from the attention that it
 * receives and passes on.
 *
 * <p>Let A be one head's attention matrix, with query i and key j. The global score is G_j = Σ_i
 * A_ij. The proportional score is P_i = Σ_j A_ij / Σ_k A_kj over the keys j whose column sum is
 * positive. (The paper multiplies each column by G_j, then divides by its sum, so G_j cancels out.)
 * The score is G + P. This class sums it over heads; callers divide by the number of heads used.
 * Special tokens stay in the matrix, but are not words.
 */
public final class SamRank {
  private SamRank() {}

  /**
   * Adds what a row contributes to the scores of its sentence's tokens, summed over heads: the
   * proportional scores of its queries and, if it has the first query, the global scores of all
   * tokens. The result has the same bits in any order of tiles and layers.
   *
   * @param attention [heads, numQueries, n]
   * @param columns G, [heads, n], over all queries of the sentence in this layer
   * @param queryStart the first query of the row, numbered from 0 in the sentence
   * @param scores [n], the sums to add to, in units of 2⁻³²
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
   * Returns the proportional scores of a row's queries, summed over heads.
   *
   * @param attention [heads, numQueries, numTokens]
   * @param columns G, [heads, numTokens], over all queries of the sentence
   * @return [numQueries]
   */
  static double[] proportional(
      float[] attention, double[] columns, int heads, int numQueries, int numTokens) {
    double[] shares = new double[columns.length]; // 1 / G_j, or 0 for an empty column
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

  /** Returns the global scores of a sentence's tokens, summed over heads: [numTokens]. */
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
