package io.corpusattention.job.train;

/** What train learns for. */
public enum TrainObjective {
  /** To find hidden tokens by their context. */
  MASKED,
  /** To tell the class of a sentence. */
  CLASSIFY
}
