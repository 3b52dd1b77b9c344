package io.corpusattention.job;

/** The job that is measured. */
public enum BenchmarkedJob {
  ATTEND,
  TRAIN
}
