package io.corpusattention.job.run;

/** What to do with a record that cannot be processed. */
public enum OnBadRecord {
  /** Stop the run and leave no output. */
  FAIL,
  /** Set the record aside with the reason, and go on. */
  REJECT
}
