package io.corpusattention.benchmark;

/** The job that is measured. */
public enum BenchmarkedJob {
  ATTEND,
  TRAIN
}
