package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.math.Log;
import java.util.Arrays;

/**
 * Chooses the query of a sentence that is selected when the sentence is first shown. In
 * self-attention, this is the word that the user asked for, if the sentence has it. Otherwise, it
 * is the query whose attention differs most from the mean over all queries. The difference is the
 * sum over heads of the Kullback-Leibler divergence. Special tokens and punctuation are left out,
 * as in {@link QueryDifference}. If no token attends to later ones (a causal model), the mean is
 * restricted to the keys that the query sees and normalized. Without this, the first tokens, which
 * see few keys, would always differ most. On a tie, the first query wins.
 *
 * @param heads number of heads in all layers
 * @param queries number of queries of the sentence
 */
record HeldQuery(Words words, boolean selfAttention, int heads, int queries) {
  /** Stands for no query. */
  static final int NONE = -1;

  /**
   * Chooses the query.
   *
   * @param weights [heads, queries, tokens]
   * @param word the word that the user asked for; null for none
   * @return the index of the query; {@link #NONE} if no query is left
   */
  int of(float[] weights, String word) {
    int place = selfAttention ? WordAsked.place(word, words) : NONE;
    return place >= 0 ? place : mostDifferent(weights);
  }

  private int mostDifferent(float[] weights) {
    ContentTokens content = ContentTokens.of(words, selfAttention);
    int keys = content.keys().length;
    boolean causal = causal(weights);
    double[] differences = new double[queries];
    boolean[] asks = new boolean[queries];
    double[][] rest = new double[queries][keys];
    double[] mean = new double[keys];
    for (int head = 0; head < heads; head++) {
      Arrays.fill(mean, 0);
      int count = 0;
      for (int query = 0; query < queries; query++) {
        int at = (head * queries + query) * words.tokens().length;
        if (content.asks(query) && content.rest(weights, at, rest[query], 0, 1)) {
          asks[query] = true;
          count++;
          for (int key = 0; key < keys; key++) {
            mean[key] += rest[query][key];
          }
        } else {
          Arrays.fill(rest[query], 0);
        }
      }
      for (int key = 0; key < keys; key++) {
        mean[key] /= Math.max(1, count);
      }
      for (int query = 0; query < queries; query++) {
        differences[query] += divergence(rest[query], mean, seen(content, query, causal));
      }
    }
    int most = NONE;
    for (int query = 0; query < queries; query++) {
      if (asks[query] && (most == NONE || differences[query] > differences[most])) {
        most = query;
      }
    }
    return most;
  }

  /** Returns whether no token gives any weight to a later one. */
  private boolean causal(float[] weights) {
    int n = words.tokens().length;
    if (!selfAttention || n < 2) {
      return false;
    }
    for (int row = 0; row < heads * queries; row++) {
      for (int key = row % queries + 1; key < n; key++) {
        if (weights[row * n + key] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns how many of the ascending keys a query sees. */
  private static int seen(ContentTokens content, int query, boolean causal) {
    int[] keys = content.keys();
    int seen = keys.length;
    while (causal && seen > 0 && keys[seen - 1] > query) {
      seen--;
    }
    return seen;
  }

  /** Returns KL(p || mean), with the mean normalized over the keys seen; 0 if p is all zeros. */
  private static double divergence(double[] p, double[] mean, int seen) {
    double whole = 0;
    for (int key = 0; key < seen; key++) {
      whole += mean[key];
    }
    double sum = 0;
    for (int key = 0; key < seen; key++) {
      if (p[key] > 0) {
        sum += p[key] * (Log.ln(p[key]) - Log.ln(mean[key] / whole));
      }
    }
    return sum;
  }
}
