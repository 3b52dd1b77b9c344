package io.corpusattention.ml;

import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/**
 * What to do with rows from which nothing can be computed.
 *
 * @param handling one of {@link #ERROR}, {@link #SKIP} and {@link #KEEP}
 */
record InvalidRows(String handling) implements Serializable {
  static final String ERROR = "error";
  static final String SKIP = "skip";
  static final String KEEP = "keep";

  /** Returns whether the added columns may be null. */
  boolean kept() {
    return handling.equals(KEEP);
  }

  /**
   * Returns whether to keep a row, with null in the added columns.
   *
   * @param row the name of the row in messages
   * @throws IllegalArgumentException if invalid rows stop the job
   */
  boolean keep(String row, Rejection rejection) {
    if (handling.equals(ERROR)) {
      throw new IllegalArgumentException(
          row
              + ": "
              + rejection.reason().label()
              + ": "
              + rejection.detail()
              + " (handleInvalid \"skip\" leaves such rows out, \"keep\" gives them null)");
    }
    return kept();
  }
}
