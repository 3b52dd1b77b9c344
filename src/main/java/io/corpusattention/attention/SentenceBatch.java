package io.corpusattention.attention;

import java.util.Arrays;

/** Sentences whose tokens are projected together: their embeddings one after the other. */
public final class SentenceBatch {
  private final int modelWidth;
  private final int targetTokens;
  private float[] embeddings; // [tokens, modelWidth]
  private int[] starts = new int[64]; // first token of each sentence, then the end of the last
  private int size;

  /**
   * @param modelWidth d_model
   * @param targetTokens the batch is full with this many tokens; one sentence may have more
   */
  public SentenceBatch(int modelWidth, int targetTokens) {
    this.modelWidth = modelWidth;
    this.targetTokens = targetTokens;
    this.embeddings = new float[Math.multiplyExact(modelWidth, targetTokens)];
  }

  /**
   * Adds a sentence of {@code tokens} tokens.
   *
   * @return where in {@link #embeddings} the caller puts its tokens · d_model values
   */
  public int add(int tokens) {
    int first = tokens();
    int needed = Math.multiplyExact(Math.addExact(first, tokens), modelWidth);
    if (needed > embeddings.length) {
      embeddings = Arrays.copyOf(embeddings, needed);
    }
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    size++;
    starts[size] = first + tokens;
    return first * modelWidth;
  }

  /** Takes back the sentence added last. */
  public void removeLast() {
    size--;
  }

  /** Whether another sentence of so many tokens still belongs into this batch. */
  public boolean hasRoomFor(int tokens) {
    return size == 0 || (long) tokens() + tokens <= targetTokens;
  }

  public void clear() {
    size = 0;
  }

  /** Number of sentences. */
  public int size() {
    return size;
  }

  /** Number of tokens of all sentences. */
  public int tokens() {
    return starts[size];
  }

  /** Number of tokens of one sentence. */
  public int tokens(int sentence) {
    return starts[sentence + 1] - starts[sentence];
  }

  /** Index of a sentence's first token. */
  int start(int sentence) {
    return starts[sentence];
  }

  /** [tokens, d_model]; a new array after {@link #add} where the old one was too small. */
  public float[] embeddings() {
    return embeddings;
  }
}
