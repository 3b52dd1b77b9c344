package io.corpusattention.text;

/** What happens to a word that has no vector. */
public enum UnknownWords {
  /** The word is dropped from the sentence. */
  DROP,
  /** Its embedding is zero. */
  ZERO,
  /** Its embedding is the mean of all vectors. */
  MEAN
}
