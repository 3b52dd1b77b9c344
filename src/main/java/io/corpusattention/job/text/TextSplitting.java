package io.corpusattention.job.text;

/** What a text record contains. */
public enum TextSplitting {
  /** One sentence. */
  LINES,
  /** Prose that is split into sentences. */
  SENTENCES
}
