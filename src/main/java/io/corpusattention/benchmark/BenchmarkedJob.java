package io.corpusattention.benchmark;

import java.util.Locale;

/** The job that is measured. */
public enum BenchmarkedJob {
  /** attend, of one layer, on made corpora. */
  ATTEND,
  /** Epochs of train, on made corpora. */
  TRAIN,
  /** attend with a whole model, on a text. */
  MODEL,
  /** analyze with a whole model, on a text, beside attend. */
  ANALYZE;

  /** Whether it takes a model and a text. */
  public boolean ofModel() {
    return this == MODEL || this == ANALYZE;
  }

  /** As the command line has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
