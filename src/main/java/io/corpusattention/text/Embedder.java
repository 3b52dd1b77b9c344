package io.corpusattention.text;

/** Gives the tokens of a sentence their embeddings. Not for several threads at once. */
public interface Embedder {
  /** d_model. */
  int width();

  /**
   * Embeds a sentence.
   *
   * @return its tokens and embeddings, in arrays that the next call uses again
   */
  EmbeddedSentence embed(Tokens sentence);
}
