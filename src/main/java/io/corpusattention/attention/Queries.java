package io.corpusattention.attention;

import java.io.Serializable;

/** Where the queries of a sentence come from. */
public sealed interface Queries extends Serializable {
  /** Self-attention: the sentence's own tokens ask. */
  record Self() implements Queries {}

  /**
   * General attention: the same queries for every sentence.
   *
   * @param source where they come from, for messages
   * @param embeddings [num_queries, width of the queries]
   */
  record Fixed(String source, Matrix embeddings) implements Queries {}

  /** General attention: each sentence of a batch brings queries of its own. */
  record PerSentence() implements Queries {}
}
