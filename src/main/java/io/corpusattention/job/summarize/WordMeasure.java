package io.corpusattention.job.summarize;

/** The measure that the words of a summary are chosen by. */
public enum WordMeasure {
  /** The attention that their tokens receive, as a mean over layers and heads. */
  RECEIVED,

  /**
   * The attention that they receive from the product of all layers of a model: attention rollout.
   */
  ROLLOUT
}
