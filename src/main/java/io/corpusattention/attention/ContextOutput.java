package io.corpusattention.attention;

/** Which context vectors are kept. */
public enum ContextOutput {
  /** One vector for each query. */
  TOKENS,
  /** Their mean over the sentence's queries. */
  MEAN,
  /** Nothing. */
  NONE
}
