package io.corpusattention.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An embedded sentence, in arrays that later sentences reuse. */
public final class EmbeddedSentence {
  private final int width;
  private String[] tokens = new String[64];
  private float[] embeddings;
  private int[] wordIds; // null if tokens are whole words
  private int size;
  private final List<String> unknown = new ArrayList<>();

  EmbeddedSentence(int width) {
    this.width = width;
    this.embeddings = new float[Math.multiplyExact(64, width)];
  }

  /** Starts a sentence of at most this number of tokens. */
  void start(int maxTokens) {
    size = 0;
    unknown.clear();
    wordIds = null;
    if (tokens.length < maxTokens) {
      int larger = Math.max(maxTokens, (int) Math.min(2L * tokens.length, mostTokens(width)));
      tokens = new String[larger];
      embeddings = new float[Math.multiplyExact(larger, width)];
    }
  }

  /** Returns the most tokens whose embeddings fit in one array. */
  public static int mostTokens(int width) {
    return (Integer.MAX_VALUE - 8) / width;
  }

  /** Adds a token. Returns where its embedding begins in {@link #embeddings}. */
  int add(String token) {
    tokens[size] = token;
    return width * size++;
  }

  void unknown(String word) {
    unknown.add(word);
  }

  void wordIds(int[] ids) {
    wordIds = ids;
  }

  /** Returns n, the number of tokens; 0 if none has an embedding. */
  public int size() {
    return size;
  }

  /** Returns the embeddings, [n, width], row-major. The rest of the array is undefined. */
  public float[] embeddings() {
    return embeddings;
  }

  /** Returns how many numbers of {@link #embeddings} belong to the sentence. */
  public int embeddingsCount() {
    return size * width;
  }

  /** Returns the word of each token; null if tokens are whole words. */
  public int[] wordIds() {
    return wordIds;
  }

  /** Returns the words that have no vector or that the tokenizer does not know. */
  public List<String> unknown() {
    return unknown;
  }

  /** Returns the tokens. */
  public List<String> tokens() {
    return Arrays.asList(tokens).subList(0, size);
  }
}
