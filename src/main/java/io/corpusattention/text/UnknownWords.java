package io.corpusattention.text;

/** What becomes of a word that has no vector. */
public enum UnknownWords {
  /** The sentence goes without it. */
  DROP,
  /** Its embedding is zero. */
  ZERO,
  /** Its embedding is the mean of all vectors. */
  MEAN
}
