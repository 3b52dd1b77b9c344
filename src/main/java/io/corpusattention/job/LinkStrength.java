package io.corpusattention.job;

import io.corpusattention.analysis.TokenClasses;
import io.corpusattention.analysis.Words;
import io.corpusattention.table.AttentionRow;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How strong the strongest link of a row is: the largest weight, the mean over heads, that one word
 * gives to another. Left out are special tokens and punctuation on both sides, and links between
 * equal words, or within one.
 */
record LinkStrength(int heads, boolean selfAttention) implements Serializable {
  double of(AttentionRow row) {
    int n = row.numTokens();
    Words found = Words.of(row.tokens(), null);
    String[] words = new String[n]; // null where a token is no word's
    for (int i = 0; i < n; i++) {
      int word = found.wordOf()[i];
      boolean counts = word >= 0 && !TokenClasses.punctuation(found.words()[word]);
      words[i] = counts ? found.words()[word] : null;
    }
    double strongest = 0;
    double[] mean = new double[n];
    for (int query = 0; query < row.numQueries(); query++) {
      int own = selfAttention ? row.queryStart() + query : -1;
      if (own >= 0 && words[own] == null) {
        continue;
      }
      Arrays.fill(mean, 0);
      for (int head = 0; head < heads; head++) {
        add(row, head, query, mean);
      }
      for (int key = 0; key < n; key++) {
        if (words[key] != null && (own < 0 || !words[key].equals(words[own]))) {
          strongest = Math.max(strongest, mean[key] / heads);
        }
      }
    }
    return strongest;
  }

  private void add(AttentionRow row, int head, int query, double[] to) {
    int distribution = head * row.numQueries() + query;
    if (row.attention() != null) {
      for (int key = 0; key < to.length; key++) {
        to[key] += row.attention()[distribution * to.length + key];
      }
    } else {
      int kept = row.keys().length / (heads * row.numQueries());
      for (int i = distribution * kept; i < (distribution + 1) * kept; i++) {
        to[row.keys()[i]] += row.weights()[i];
      }
    }
  }
}
