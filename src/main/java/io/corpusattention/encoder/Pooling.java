package io.corpusattention.encoder;

/** Which hidden states of a sentence are kept. */
public enum Pooling {
  /** Nothing. */
  NONE,
  /** The vector of each token. */
  TOKENS,
  /** The mean over all tokens, including special ones. */
  MEAN,
  /** The vector of the first token, [CLS] in many models. */
  FIRST
}
