package io.corpusattention.job.summarize;

/** How the words of a summary are chosen. */
public enum WordMeasure {
  /** By the attention that their tokens receive, averaged over layers and heads. */
  RECEIVED,

  /**
   * By attention rollout (Abnar and Zuidema 2020): what their tokens receive from the product of
   * all layers of a model.
   */
  ROLLOUT
}
