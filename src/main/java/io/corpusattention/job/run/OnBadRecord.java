package io.corpusattention.job.run;

/** What to do with a record that cannot be computed. */
public enum OnBadRecord {
  /** Stop, and leave no run behind. */
  FAIL,
  /** Set it aside with its reason, and go on. */
  REJECT
}
