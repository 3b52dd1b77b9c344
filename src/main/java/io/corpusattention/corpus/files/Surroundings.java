package io.corpusattention.corpus.files;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Finds out what failed in the environment from an exception of Java, Hadoop, or Spark. */
final class Surroundings {
  /** Matches the text that Spark puts into another exception when a task fails, with the host. */
  private static final Pattern LOST_TASK =
      Pattern.compile("Lost task [^\\n]*\\(TID \\d+\\) \\(([^ )]+) executor ([^)]+)\\)");

  private static final String RETRY = ", then run the job again";

  private Surroundings() {}

  /**
   * A kind of failure.
   *
   * @param texts the texts that identify it; a message contains one of them
   * @param said what to report, and the remedy; {@code %s} is the place, which may be empty
   */
  private record Kind(List<String> texts, String said) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              List.of("No space left on device", "Disk quota exceeded", "DSQuotaExceeded"),
              "a disk is full%s; make room where the output and Spark's temporary files"
                  + " (spark.local.dir) lie"
                  + RETRY),
          new Kind( // Spark does not say which of the two happened
              List.of(
                  "All masters are unresponsive",
                  "Spark context stopped while waiting for backend",
                  "Master removed our application",
                  "because SparkContext was shut down",
                  "Cannot call methods on a stopped SparkContext"),
              "the cluster does not answer, or has ended the application; check that its master"
                  + " runs, its address and spark.authenticate.secret, and see its logs"
                  + RETRY),
          new Kind(
              List.of("ExecutorLostFailure", "executor lost", "Slave lost", "Worker shutting down"),
              "executors were lost again and again%s; see their logs, give them more memory if"
                  + " they ran out of it"
                  + RETRY),
          new Kind(
              List.of("Input/output error", "Stale file handle"),
              "a disk cannot be used%s: see the log of that machine" + RETRY));

  /** Returns one line that says what failed and what to do, or empty if the environment is fine. */
  static Optional<String> explain(Throwable failure) {
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      String text = String.valueOf(t.getMessage());
      for (Kind kind : KINDS) {
        if (kind.texts().stream().anyMatch(text::contains)) {
          return Optional.of(String.format(kind.said(), where(failure)));
        }
      }
      if (t instanceof SocketException || t instanceof SocketTimeoutException) {
        return Optional.of(
            "the network or a service does not answer: "
                + RootCause.of(t)
                + "; check that it runs and can be reached"
                + RETRY);
      }
    }
    return Optional.empty();
  }

  private static String where(Throwable failure) {
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      Matcher task = LOST_TASK.matcher(String.valueOf(t.getMessage()));
      if (task.find()) {
        return " on host " + task.group(1);
      }
    }
    return "";
  }
}
