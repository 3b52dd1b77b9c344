package io.corpusattention.cli.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** One line that is written over and over while a job runs, on a terminal only. */
public final class ProgressLine implements AutoCloseable {
  private final PrintWriter err;

  private final boolean terminal = Terminal.isThere();

  private boolean shown;

  public ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Writes the line anew: how far sentences are. */
  public void show(long sentences, OptionalLong of, long tokens, double seconds) {
    String total = of.isPresent() ? String.format(Locale.ROOT, " of %,d", of.getAsLong()) : "";
    double rate = tokens / Math.max(seconds, 1e-3);
    show("%,d%s sentences, %,.0f tokens/s", sentences, total, rate);
  }

  /** Writes the line anew. */
  public synchronized void show(String format, Object... figures) {
    if (terminal) {
      err.printf(Locale.ROOT, "\r" + format + " \u001b[K", figures);
      err.flush();
      shown = true;
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Clears the line. */
  public synchronized void end() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }
}
