package io.corpusattention.cli.console;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.commons.lang3.time.DurationFormatUtils;

/** A line of progress that is rewritten while a job runs. It appears only on a terminal. */
public final class ProgressLine implements AutoCloseable {
  /** Rates cover only the last seconds, so that a slow start does not count for long. */
  private static final double WINDOW_SECONDS = 30;

  /** Without a new token for this long, the rate is shown as 0. */
  private static final double STALLED_SECONDS = 5;

  /** Guards what all lines of this process share: the terminal and whether the job is stopping. */
  private static final Object TERMINAL = new Object();

  private static boolean stopping;

  private record Sample(double seconds, long sentences, long tokens) {}

  private final PrintWriter err;

  private final boolean terminal = Terminal.isThere();

  private final Deque<Sample> window = new ArrayDeque<>();

  private boolean shown;

  public ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Shows the number of sentences done, the rate, and the time left. */
  public synchronized void show(long sentences, OptionalLong of, long tokens, double seconds) {
    show("%s", line(sentences, of, tokens, seconds));
  }

  /** Returns the text of the line. */
  String line(long sentences, OptionalLong of, long tokens, double seconds) {
    if (!window.isEmpty() && tokens < window.getLast().tokens()) {
      window.clear(); // another pass has begun
    }
    if (tokens > 0) {
      window.add(new Sample(seconds, sentences, tokens));
    }
    while (window.size() > 2 && window.getFirst().seconds() < seconds - WINDOW_SECONDS) {
      window.removeFirst();
    }
    String total = of.isPresent() ? String.format(Locale.ROOT, " of %,d", of.getAsLong()) : "";
    String done = String.format(Locale.ROOT, "%,d%s sentences", sentences, total);
    Sample first = window.peekFirst();
    double since = first == null ? 0 : Math.max(seconds - first.seconds(), 1e-3);
    if (first == null || (tokens == first.tokens() && since < STALLED_SECONDS)) {
      return done + ", starting";
    }
    String rate = String.format(Locale.ROOT, ", %,.0f tokens/s", (tokens - first.tokens()) / since);
    long gained = sentences - first.sentences();
    return done
        + rate
        + (of.isPresent() && gained > 0
            ? ", " + duration((of.getAsLong() - sentences) * since / gained) + " left"
            : "");
  }

  private static String duration(double seconds) {
    long millis = Math.round(Math.max(seconds, 0)) * 1000;
    return DurationFormatUtils.formatDuration(millis, millis < 3_600_000 ? "m:ss" : "H:mm:ss");
  }

  /**
   * Rewrites the line. The cursor stays at its start, so that log lines, or the prompt of the shell
   * after Ctrl-C, overwrite it.
   */
  public synchronized void show(String format, Object... figures) {
    synchronized (TERMINAL) {
      if (terminal && !stopping) {
        err.printf(Locale.ROOT, format + "\u001b[K\r", figures);
        err.flush();
        shown = true;
      }
    }
  }

  /** Erases the line that the cursor is in, and shows no progress any more. */
  public static void stop(PrintWriter err) {
    synchronized (TERMINAL) {
      stopping = true;
      erase(err);
    }
  }

  /** On a terminal, erases the line that the cursor is in, with the ^C of the user in it. */
  public static void erase(PrintWriter err) {
    if (Terminal.isThere()) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Clears the line. */
  public synchronized void end() {
    synchronized (TERMINAL) {
      if (shown && !stopping) {
        err.print("\u001b[K");
        err.flush();
      }
      shown = false;
    }
  }
}
