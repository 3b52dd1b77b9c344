package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.analysis.word.Words;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a sentence that are words: what they attend to among themselves tells more than
 * what special tokens and punctuation give and take.
 *
 * @param keys their places, ascending
 * @param queries for each query whether it is one; null where queries come from elsewhere, and all
 *     are
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
record ContentTokens(int[] keys, boolean[] queries) {
  static ContentTokens of(Words words, boolean selfAttention) {
    TokenMarks marks = TokenMarks.of(words, List.of());
    int n = words.tokens().length;
    boolean[] content = new boolean[n];
    for (int i = 0; i < n; i++) {
      content[i] = !marks.special()[i] && !marks.punctuation()[i];
    }
    int[] keys = IntStream.range(0, n).filter(i -> content[i]).toArray();
    return new ContentTokens(keys, selfAttention ? content : null);
  }

  boolean asks(int query) {
    return queries == null || queries[query];
  }

  /**
   * What a query attends to among these keys, so that it adds up to 1.
   *
   * @param weights of all keys, from {@code at}
   * @param rest receives those of these keys, {@code step} apart, from {@code to}
   * @return whether there is any
   */
  boolean rest(float[] weights, int at, double[] rest, int to, int step) {
    double sum = 0;
    for (int key : keys) {
      sum += weights[at + key];
    }
    for (int i = 0; i < keys.length; i++) {
      rest[to + i * step] = sum > 0 ? weights[at + keys[i]] / sum : 0;
    }
    return sum > 0;
  }
}
