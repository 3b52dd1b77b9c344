package io.corpusattention.table.run;

/** What to do where the output folder is not empty. */
public enum WriteMode {
  /** Refuse it. */
  ERROR,
  /** Replace the run it holds, once the new one is ready. */
  OVERWRITE
}
