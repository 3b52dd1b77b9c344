package io.corpusattention.encoder;

/** What is kept of a sentence's hidden states. */
public enum Pooling {
  /** Nothing. */
  NONE,
  /** The vector of each token. */
  TOKENS,
  /** The mean over all tokens, special ones among them. */
  MEAN,
  /** The vector of the first token, [CLS] in many models. */
  FIRST
}
