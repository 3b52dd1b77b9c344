package io.corpusattention.cli.console;

/** Whether a person is looking on. */
public final class Terminal {
  private Terminal() {}

  /** Whether this process reads from and writes to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // on Java 17 and 21, which this is for, it tells
  public static boolean isThere() {
    return System.console() != null;
  }
}
