package io.corpusattention.attention;

/** What of the context vectors is kept. */
public enum ContextOutput {
  /** One vector for each query. */
  TOKENS,
  /** Their mean over the sentence's queries. */
  MEAN,
  /** Nothing. */
  NONE
}
