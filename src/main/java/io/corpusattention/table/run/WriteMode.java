package io.corpusattention.table.run;

/** What to do if the output folder is not empty. */
public enum WriteMode {
  /** Refuse the folder. */
  ERROR,
  /** Replace the run in the folder once the new run is ready. */
  OVERWRITE
}
