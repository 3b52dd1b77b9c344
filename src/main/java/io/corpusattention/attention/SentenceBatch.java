package io.corpusattention.attention;

import java.util.Arrays;

/**
 * Sentences whose tokens are projected together: their embeddings one after the other, and the
 * queries that each brings where they are not its own tokens.
 */
public final class SentenceBatch {
  private final int targetTokens;
  private final TokenRows embeddings;
  private final TokenRows queries; // null where sentences bring none
  private long[] keys = new long[64];

  /** An empty batch of sentences that bring no queries. */
  public SentenceBatch(int modelWidth, int targetTokens) {
    this(modelWidth, 0, targetTokens);
  }

  /**
   * An empty batch.
   *
   * @param modelWidth d_model
   * @param queryWidth width of the queries that each sentence brings; 0 where it brings none
   * @param targetTokens the batch is full with this many tokens, or queries; one sentence may have
   *     more
   */
  public SentenceBatch(int modelWidth, int queryWidth, int targetTokens) {
    this.targetTokens = targetTokens;
    this.embeddings = new TokenRows(modelWidth, targetTokens);
    this.queries = queryWidth == 0 ? null : new TokenRows(queryWidth, targetTokens);
  }

  /**
   * Adds a sentence of {@code tokens} tokens.
   *
   * @param key stands for the sentence in random draws: a hash of its id
   * @return where in {@link #embeddings} the caller puts its tokens · d_model values
   */
  public int add(long key, int tokens) {
    if (size() == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
    }
    keys[size()] = key;
    return embeddings.add(tokens);
  }

  /**
   * Gives the sentence added last its queries.
   *
   * @return where in {@link #queries} the caller puts their count · width values
   */
  public int addQueries(int count) {
    return queries.add(count);
  }

  /** Takes back the sentence added last. */
  public void removeLast() {
    if (queries != null && queries.size() == size()) {
      queries.removeLast();
    }
    embeddings.removeLast();
  }

  /** Whether another sentence of so many tokens and queries still belongs into this batch. */
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

  /** Number of sentences. */
  public int size() {
    return embeddings.size();
  }

  /** Number of tokens of all sentences. */
  public int tokens() {
    return embeddings.tokens();
  }

  /** Number of tokens of one sentence. */
  public int tokens(int sentence) {
    return embeddings.tokens(sentence);
  }

  /** Index of a sentence's first token. */
  public int start(int sentence) {
    return embeddings.start(sentence);
  }

  /** What stands for a sentence in random draws. */
  public long key(int sentence) {
    return keys[sentence];
  }

  /** [tokens, d_model]; a new array after {@link #add} where the old one was too small. */
  public float[] embeddings() {
    return embeddings.values();
  }

  /** The queries of all sentences. */
  TokenRows queryRows() {
    return queries;
  }

  /** [queries, width]; a new array after {@link #addQueries} where the old one was too small. */
  public float[] queries() {
    return queries.values();
  }

  /** Embeddings of several sentences, one after the other: [tokens, width]. */
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
}
