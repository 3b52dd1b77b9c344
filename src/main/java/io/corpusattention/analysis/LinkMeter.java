package io.corpusattention.analysis;

import io.corpusattention.analysis.word.PairSums;
import io.corpusattention.analysis.word.WordIndex;
import io.corpusattention.analysis.word.Words;
import java.util.Arrays;

/**
 * Measures how much attention words give to words. Takes rows of an attention table. Adds to the
 * sums of pairs of words.
 *
 * <p>The weight from one word of a sentence to another is summed over the columns of the second
 * word's pieces and averaged over the rows of the first word's pieces and over heads (Clark et al.
 * 2019). What a word receives is the sum of its columns, averaged over heads; in self-attention, an
 * average token receives 1. Links from a word to itself are left out, but count in what it
 * receives. The mean is over the heads in {@link MeterPlan#linked()}, which may be in several
 * layers.
 */
final class LinkMeter {
  private final MeterPlan plan;
  private final boolean selfAttention;
  private final WordIndex index;
  private final int count; // number of heads in the mean
  private final int firstLayer; // the first layer with one of these heads
  private double[] means = {}; // [n], sums over heads
  private double[] toWords = {}; // [words]

  // The current sentence.
  private Words keys;
  private Words queries;
  private int[] keyNumbers; // by word of the keys: its number in the index
  private int[] queryNumbers;
  private int[] pieces; // by word of the queries: the number of its tokens

  LinkMeter(MeterPlan plan, WordIndex index) {
    this.plan = plan;
    this.selfAttention = plan.measures().selfAttention();
    this.index = index;
    this.count = plan.linked().cardinality();
    this.firstLayer = plan.linked().nextSetBit(0) / plan.heads();
  }

  /**
   * Adds a row. Does nothing if no head of its layer is in the mean.
   *
   * @param words the words of the keys
   */
  void measure(MeteredRow row, Words words, PairSums to) {
    int first = row.layer() * plan.heads();
    int next = plan.linked().nextSetBit(first);
    if (next < 0 || next >= first + plan.heads()) {
      return;
    }
    take(words, selfAttention ? words : row.queries());
    for (int i = 0; i < row.numQueries(); i++) {
      average(row, i);
      gather();
      add(row.queryStart() + i, row.layer() == firstLayer, to);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the layers of a sentence share the same object
  private void take(Words ofKeys, Words ofQueries) {
    if (ofKeys != keys || ofQueries != queries) {
      keys = ofKeys;
      queries = ofQueries;
      keyNumbers = Arrays.stream(keys.words()).mapToInt(index::key).toArray();
      queryNumbers =
          queries == null ? null : Arrays.stream(queries.words()).mapToInt(index::query).toArray();
      pieces = queries == null ? null : queries.pieces();
    }
  }

  /**
   * Adds a query.
   *
   * @param counted whether to count the words; false if an earlier layer has counted them
   */
  private void add(int query, boolean counted, PairSums to) {
    int words = keys.words().length;
    for (int word = 0; word < words; word++) {
      if (keyNumbers[word] != WordIndex.NONE) {
        long received = WideSums.fixed(toWords[word]);
        long occurrence = counted && query == 0 ? 1 : 0;
        to.add(PairSums.pair(PairSums.RECEIVED, keyNumbers[word]), received, occurrence);
      }
    }
    int asking = queries == null ? -1 : queries.wordOf()[query];
    if (asking >= 0 && queryNumbers[asking] != WordIndex.NONE) {
      boolean first = query == 0 || queries.wordOf()[query - 1] != asking;
      for (int word = 0; word < words; word++) {
        if (keyNumbers[word] != WordIndex.NONE && !(selfAttention && word == asking)) {
          long weight = WideSums.fixed(toWords[word] / pieces[asking]);
          long pair = PairSums.pair(queryNumbers[asking], keyNumbers[word]);
          to.add(pair, weight, counted && first ? 1 : 0);
        }
      }
    }
  }

  private void average(MeteredRow row, int query) {
    int n = row.numTokens();
    if (means.length < n) {
      means = new double[n];
    }
    Arrays.fill(means, 0, n, 0);
    for (int head = 0; head < plan.heads(); head++) {
      if (plan.linked().get(row.layer() * plan.heads() + head)) {
        int from = (head * row.numQueries() + query) * n;
        for (int j = 0; j < n; j++) {
          means[j] += row.attention()[from + j];
        }
      }
    }
  }

  private void gather() {
    int[] wordOf = keys.wordOf();
    int words = keys.words().length;
    if (toWords.length < words) {
      toWords = new double[words];
    }
    Arrays.fill(toWords, 0, words, 0);
    for (int j = 0; j < wordOf.length; j++) {
      if (wordOf[j] >= 0) {
        toWords[wordOf[j]] += means[j];
      }
    }
    for (int word = 0; word < words; word++) {
      toWords[word] /= count;
    }
  }

  /**
   * Adds what the words of a sentence receive from a rollout. An average token receives 1.
   *
   * @param received [n], the share of each token; the shares add up to 1
   */
  void rolledOut(double[] received, Words words, PairSums to) {
    int n = words.wordOf().length;
    double[] of = new double[words.words().length];
    for (int j = 0; j < n; j++) {
      if (words.wordOf()[j] >= 0) {
        of[words.wordOf()[j]] += received[j] * n;
      }
    }
    for (int word = 0; word < of.length; word++) {
      int number = index.key(words.words()[word]);
      if (number != WordIndex.NONE) {
        to.add(PairSums.pair(PairSums.ROLLED_OUT, number), WideSums.fixed(of[word]), 1);
      }
    }
  }
}
