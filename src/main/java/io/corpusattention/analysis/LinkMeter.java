package io.corpusattention.analysis;

import java.util.Arrays;

/**
 * Measures how much attention words give to words: rows of an attention table in, sums for pairs of
 * words out.
 *
 * <p>The weight from a word to a word of its sentence is the mean over heads of the mean over the
 * rows of the first's pieces of the sum over the columns of the second's (Clark et al. 2019). A
 * word receives the sums of its columns, the mean over heads: in self-attention 1 is what an
 * average token receives. A word's link to its own place is left out; what it receives includes it.
 */
final class LinkMeter {
  /** In the place of a query's word: the entry is of what a word receives. */
  static final int RECEIVED = -1;

  private final int heads;
  private final boolean selfAttention;
  private final WordIndex index;
  private double[] means = {}; // [n], over heads
  private double[] toWords = {}; // [words]

  LinkMeter(int heads, boolean selfAttention, WordIndex index) {
    this.heads = heads;
    this.selfAttention = selfAttention;
    this.index = index;
  }

  /**
   * Adds one row.
   *
   * @param attention [heads, numQueries, n]
   * @param keys words of the keys
   * @param queries words of all the sentence's queries; null where they have none
   */
  void measure(
      float[] attention, int queryStart, int numQueries, Words keys, Words queries, PairSums to) {
    int n = keys.wordOf().length;
    int words = keys.words().length;
    int[] keyNumbers = Arrays.stream(keys.words()).mapToInt(index::key).toArray();
    int[] queryNumbers =
        queries == null ? null : Arrays.stream(queries.words()).mapToInt(index::query).toArray();
    int[] pieces = queries == null ? null : queries.pieces();
    for (int i = 0; i < numQueries; i++) {
      average(attention, i, numQueries, n);
      gather(keys.wordOf(), n, words);
      int query = queryStart + i;
      for (int word = 0; word < words; word++) {
        if (keyNumbers[word] != WordIndex.NONE) {
          long received = WideSums.fixed(toWords[word]);
          long occurrence = query == 0 ? 1 : 0;
          to.add(PairSums.pair(RECEIVED, keyNumbers[word]), received, occurrence);
        }
      }
      int asking = queries == null ? -1 : queries.wordOf()[query];
      if (asking >= 0 && queryNumbers[asking] != WordIndex.NONE) {
        boolean first = query == 0 || queries.wordOf()[query - 1] != asking;
        for (int word = 0; word < words; word++) {
          if (keyNumbers[word] != WordIndex.NONE && !(selfAttention && word == asking)) {
            long weight = WideSums.fixed(toWords[word] / pieces[asking]);
            to.add(PairSums.pair(queryNumbers[asking], keyNumbers[word]), weight, first ? 1 : 0);
          }
        }
      }
    }
  }

  private void average(float[] attention, int query, int numQueries, int n) {
    if (means.length < n) {
      means = new double[n];
    }
    Arrays.fill(means, 0, n, 0);
    for (int head = 0; head < heads; head++) {
      int from = (head * numQueries + query) * n;
      for (int j = 0; j < n; j++) {
        means[j] += attention[from + j];
      }
    }
  }

  private void gather(int[] wordOf, int n, int words) {
    if (toWords.length < words) {
      toWords = new double[words];
    }
    Arrays.fill(toWords, 0, words, 0);
    for (int j = 0; j < n; j++) {
      if (wordOf[j] >= 0) {
        toWords[wordOf[j]] += means[j];
      }
    }
    for (int word = 0; word < words; word++) {
      toWords[word] /= heads;
    }
  }
}
