package io.corpusattention.attention;

import java.util.Arrays;

/** Embeddings of several sentences, one after the other: [tokens, width]. */
final class TokenRows {
  private final int width;
  private float[] values;
  private int[] starts = new int[64]; // first token of each sentence, then the end of the last
  private int size;

  TokenRows(int width, int tokens) {
    this.width = width;
    this.values = new float[Math.multiplyExact(width, tokens)];
  }

  /**
   * Adds a sentence of so many tokens.
   *
   * @return where in {@link #values} the caller puts its tokens · width values
   */
  int add(int tokens) {
    int first = tokens();
    int needed = Math.multiplyExact(Math.addExact(first, tokens), width);
    if (needed > values.length) {
      values = Arrays.copyOf(values, needed);
    }
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    size++;
    starts[size] = first + tokens;
    return first * width;
  }

  void removeLast() {
    size--;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Number of tokens of all sentences. */
  int tokens() {
    return starts[size];
  }

  /** Number of tokens of one sentence. */
  int tokens(int sentence) {
    return starts[sentence + 1] - starts[sentence];
  }

  /** Index of a sentence's first token. */
  int start(int sentence) {
    return starts[sentence];
  }

  /** [tokens, width]; a new array after {@link #add} where the old one was too small. */
  float[] values() {
    return values;
  }
}
