package io.corpusattention.job.text;

/** What a record of text is. */
public enum TextSplitting {
  /** One sentence. */
  LINES,
  /** Prose, to be cut into sentences. */
  SENTENCES
}
