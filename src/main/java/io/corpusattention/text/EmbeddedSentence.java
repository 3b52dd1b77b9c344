package io.corpusattention.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An embedded sentence, in arrays that serve one sentence after the other. */
public final class EmbeddedSentence {
  private final int width;
  private String[] tokens = new String[64];
  private float[] embeddings;
  private int[] wordIds; // null where tokens are whole words
  private int size;
  private final List<String> unknown = new ArrayList<>();

  EmbeddedSentence(int width) {
    this.width = width;
    this.embeddings = new float[Math.multiplyExact(64, width)];
  }

  /** Starts a sentence of at most so many tokens. */
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

  /** The most tokens whose embeddings one array holds. */
  public static int mostTokens(int width) {
    return (Integer.MAX_VALUE - 8) / width;
  }

  /** Adds a token; returns where its embedding begins in {@link #embeddings}. */
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

  /** n, the number of tokens; 0 where none has an embedding. */
  public int size() {
    return size;
  }

  /** [n, width], row-major, and whatever stands behind. */
  public float[] embeddings() {
    return embeddings;
  }

  /** Numbers of {@link #embeddings} that belong to the sentence. */
  public int embeddingsCount() {
    return size * width;
  }

  /** For each token its word; null where tokens are whole words. */
  public int[] wordIds() {
    return wordIds;
  }

  /** The words of the sentence that have no vector, or that the tokenizer does not know. */
  public List<String> unknown() {
    return unknown;
  }

  /** The tokens. */
  public List<String> tokens() {
    return Arrays.asList(tokens).subList(0, size);
  }
}
