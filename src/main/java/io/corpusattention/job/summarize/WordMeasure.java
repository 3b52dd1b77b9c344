package io.corpusattention.job.summarize;

/** By what the words of a summary are chosen. */
public enum WordMeasure {
  /** What their tokens receive, the mean over layers and heads. */
  RECEIVED,

  /** What they receive of all the layers of a model together, multiplied: attention rollout. */
  ROLLOUT
}
