package io.corpusattention.text;

/** Embeds the tokens of a sentence. Not thread-safe. */
public interface Embedder {
  /** Returns d_model. */
  int width();

  /**
   * Embeds a sentence.
   *
   * @return its tokens and embeddings, in arrays that the next call reuses
   */
  EmbeddedSentence embed(Tokens sentence);
}
