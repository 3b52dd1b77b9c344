package io.corpusattention.text;

/** What happens to a word that has no vector. */
public enum UnknownWords {
  /** The word is dropped from the sentence. */
  DROP,
  /** The word's embedding is zero. */
  ZERO,
  /** The word's embedding is the mean of all vectors. */
  MEAN
}
