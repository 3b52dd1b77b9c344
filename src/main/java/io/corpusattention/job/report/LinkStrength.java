package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How strong the strongest link of a row is: the largest weight, the mean over heads, that a token
 * of one word gives to a token of another. Left out are special tokens and punctuation on both
 * sides, and links between equal words.
 */
record LinkStrength(int heads, boolean selfAttention) implements Serializable {
  double of(AttentionRow row) {
    int n = row.numTokens();
    String[] words = words(row);
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
        boolean other = own < 0 || !words[own].equalsIgnoreCase(words[key]);
        if (words[key] != null && other) {
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

  /** For each token its word; null for special tokens and punctuation. */
  private static String[] words(AttentionRow row) {
    Words words = WordIds.of(row);
    String[] wordOf = new String[row.numTokens()];
    for (int i = 0; i < wordOf.length; i++) {
      int word = words.wordOf()[i];
      if (word >= 0 && !TokenClasses.punctuation(words.words()[word])) {
        wordOf[i] = words.words()[word];
      }
    }
    return wordOf;
  }
}
