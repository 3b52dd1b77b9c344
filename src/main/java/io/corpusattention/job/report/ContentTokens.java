package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.analysis.word.Words;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a sentence that belong to words. Attention among them is more informative than
 * attention from or to special tokens and punctuation.
 *
 * @param keys the positions of these tokens, ascending
 * @param queries whether each query is such a token; null if queries come from elsewhere, so that
 *     all of them count
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
   * Computes what a query attends to among these keys, normalized to a sum of 1.
   *
   * @param weights the weights of all keys, starting at {@code at}
   * @param rest receives the weights of these keys, {@code step} apart, starting at {@code to}
   * @return whether any of these weights is positive
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
