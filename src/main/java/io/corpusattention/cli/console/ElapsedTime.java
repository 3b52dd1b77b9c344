package io.corpusattention.cli.console;

import java.lang.management.ManagementFactory;

/** The time since the script started or, without a script, since the JVM started. */
public final class ElapsedTime {
  /** Environment variable with the start of the script, in microseconds since 1970. */
  private static final String STARTED = "CORPUSATTENTION_STARTED";

  private ElapsedTime() {}

  /** Returns the seconds since the start. */
  public static double seconds() {
    String started = System.getenv(STARTED);
    double start =
        started == null || started.isEmpty()
            ? ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3
            : Long.parseLong(started) / 1e6;
    return System.currentTimeMillis() / 1e3 - start;
  }
}
