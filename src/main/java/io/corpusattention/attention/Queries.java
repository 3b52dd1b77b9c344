package io.corpusattention.attention;

import java.io.Serializable;

/** Where the queries of a sentence come from. */
public sealed interface Queries extends Serializable {
  /** Self-attention: the sentence's own tokens are the queries. */
  record Self() implements Queries {}

  /**
   * General attention: all sentences share the same queries.
   *
   * @param source where the queries come from, for messages
   * @param embeddings [num_queries, width of a query]
   */
  record Fixed(String source, Matrix embeddings) implements Queries {}

  /** General attention: each sentence of a batch has its own queries. */
  record PerSentence() implements Queries {}
}
