package io.corpusattention.benchmark;

import java.util.Locale;

/** The job to measure. */
public enum BenchmarkedJob {
  /** attend with one layer, on synthetic corpora. */
  ATTEND,
  /** Epochs of train, on synthetic corpora. */
  TRAIN,
  /** attend with a whole model, on a text. */
  MODEL,
  /** analyze with a whole model, on a text, compared with attend. */
  ANALYZE;

  /** Returns whether the job takes a model and a text. */
  public boolean ofModel() {
    return this == MODEL || this == ANALYZE;
  }

  /** Returns the name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
