package io.corpusattention.analysis.relation;

import java.util.Locale;

/** The direction of attention between a word and its governor. */
public enum Direction {
  /** Of all other words, the word attends most to its governor. */
  TO_GOVERNOR,
  /** Of all other words, the governor attends most to the word. */
  FROM_GOVERNOR;

  /** Returns the name in tables. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
