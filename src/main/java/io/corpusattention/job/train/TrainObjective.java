package io.corpusattention.job.train;

/** The objective of a training. */
public enum TrainObjective {
  /** Predict hidden tokens from their context. */
  MASKED,
  /** Predict the class of a sentence. */
  CLASSIFY
}
