package io.corpusattention.attention;

import java.util.Arrays;

/**
 * Sentences whose tokens are projected together. Holds their embeddings one after another, and
 * their queries if these are not their own tokens.
 */
public final class SentenceBatch {
  private final int targetTokens;
  private final TokenRows embeddings;
  private final TokenRows queries; // null if sentences have none of their own
  private long[] keys = new long[64];

  /** Creates an empty batch for sentences without queries of their own. */
  public SentenceBatch(int modelWidth, int targetTokens) {
    this(modelWidth, 0, targetTokens);
  }

  /**
   * Creates an empty batch.
   *
   * @param modelWidth d_model
   * @param queryWidth the width of the queries of each sentence, or 0 if sentences have none of
   *     their own
   * @param targetTokens the number of tokens or queries with which the batch is full; a single
   *     sentence may have more
   */
  public SentenceBatch(int modelWidth, int queryWidth, int targetTokens) {
    this.targetTokens = targetTokens;
    this.embeddings = new TokenRows(modelWidth, targetTokens);
    this.queries = queryWidth == 0 ? null : new TokenRows(queryWidth, targetTokens);
  }

  /**
   * Adds a sentence of {@code tokens} tokens.
   *
   * @param key the key of the sentence in random draws: a hash of its id
   * @return the offset in {@link #embeddings} at which the caller puts the tokens · d_model values
   */
  public int add(long key, int tokens) {
    if (size() == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
    }
    keys[size()] = key;
    return embeddings.add(tokens);
  }

  /**
   * Adds queries to the last sentence.
   *
   * @return the offset in {@link #queries} at which the caller puts the count · width values
   */
  public int addQueries(int count) {
    return queries.add(count);
  }

  /** Removes the last sentence. */
  public void removeLast() {
    if (queries != null && queries.size() == size()) {
      queries.removeLast();
    }
    embeddings.removeLast();
  }

  /**
   * Returns whether a sentence with this number of tokens and queries fits into this batch. An
   * empty batch takes any sentence.
   */
  public boolean hasRoomFor(int tokens, int numQueries) {
    return size() == 0
        || ((long) tokens() + tokens <= targetTokens
            && (queries == null || (long) queries.tokens() + numQueries <= targetTokens));
  }

  public void clear() {
    embeddings.clear();
    if (queries != null) {
      queries.clear();
    }
  }

  /** Returns the number of sentences. */
  public int size() {
    return embeddings.size();
  }

  /** Returns the number of tokens of all sentences. */
  public int tokens() {
    return embeddings.tokens();
  }

  /** Returns the number of tokens of one sentence. */
  public int tokens(int sentence) {
    return embeddings.tokens(sentence);
  }

  /** Returns the index of a sentence's first token. */
  public int start(int sentence) {
    return embeddings.start(sentence);
  }

  /** Returns the key of a sentence in random draws. */
  public long key(int sentence) {
    return keys[sentence];
  }

  /**
   * Returns the embeddings, [tokens, d_model]. The array changes if {@link #add} has to grow it.
   */
  public float[] embeddings() {
    return embeddings.values();
  }

  /** Returns the queries of all sentences. */
  TokenRows queryRows() {
    return queries;
  }

  /**
   * Returns the queries, [queries, width]. The array changes if {@link #addQueries} has to grow it.
   */
  public float[] queries() {
    return queries.values();
  }

  /** The embeddings of several sentences, one after another: [tokens, width]. */
  static final class TokenRows {
    private final int width;
    private float[] values;
    private int[] starts = new int[64]; // first token of each sentence, then the end of the last
    private int size;

    TokenRows(int width, int tokens) {
      this.width = width;
      this.values = new float[Math.multiplyExact(width, tokens)];
    }

    /**
     * Adds a sentence.
     *
     * @return the offset in {@link #values} at which the caller puts the tokens · width values
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

    /** Returns the number of tokens of all sentences. */
    int tokens() {
      return starts[size];
    }

    /** Returns the number of tokens of one sentence. */
    int tokens(int sentence) {
      return starts[sentence + 1] - starts[sentence];
    }

    /** Returns the index of a sentence's first token. */
    int start(int sentence) {
      return starts[sentence];
    }

    /** Returns the values, [tokens, width]. The array changes if {@link #add} has to grow it. */
    float[] values() {
      return values;
    }
  }
}
