package io.corpusattention.analysis.relation;

import java.util.Locale;

/** Which way attention goes from a word to its governor. */
public enum Direction {
  /** Of all other words the word attends most to its governor. */
  TO_GOVERNOR,
  /** Of all other words the governor attends most to the word. */
  FROM_GOVERNOR;

  /** Its name in tables. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
