package io.corpusattention.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Closes standard error at the end of the process. jobs/submit pipes standard error through a
 * filter, which drops the JVM's line about incubator modules. If the process ended before the
 * filter, a reader could miss the last lines, or they could appear after the prompt of the shell.
 */
public final class StandardError {
  /** Environment variable with the process id of the filter. */
  private static final String FILTER = "CORPUSATTENTION_FILTER";

  private static final long PATIENCE_SECONDS = 2;

  private StandardError() {}

  /**
   * Closes standard error and waits until the filter has written everything. Without a filter, only
   * flushes.
   */
  public static void end(PrintWriter err) {
    err.flush();
    String filter = System.getenv(FILTER);
    if (filter == null || filter.isEmpty()) {
      return;
    }
    System.err.flush();
    try {
      new FileOutputStream(FileDescriptor.err).close();
      ProcessHandle process = ProcessHandle.of(Long.parseLong(filter)).orElse(null);
      if (process != null) {
        process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The lines then arrive late, but are not lost.
    }
  }
}
