package io.corpusattention.cli.console;

/** Whether the process is connected to a terminal. */
public final class Terminal {
  private Terminal() {}

  /** Returns whether this process reads from and writes to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // reliable on Java 17 and 21, which the program supports
  public static boolean isThere() {
    return System.console() != null;
  }
}
