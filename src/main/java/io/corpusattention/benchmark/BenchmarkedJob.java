package io.corpusattention.benchmark;

import java.util.Locale;

/** The job that is measured. */
public enum BenchmarkedJob {
  /** attend, of one layer, on made corpora. */
  ATTEND,
  /** Epochs of train, on made corpora. */
  TRAIN,
  /** attend with a whole model, on a text. */
  MODEL;

  /** As the command line has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
