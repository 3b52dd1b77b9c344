package io.corpusattention.corpus.files;

import java.util.regex.Pattern;

/** Describes the root cause of an exception in one line. */
public final class RootCause {
  private static final int MAX_LENGTH = 300;

  /** What parquet-java adds to "is not a Parquet file", which helps nobody. */
  private static final Pattern MAGIC = Pattern.compile("\\. Expected magic number at tail, .*");

  private RootCause() {}

  /**
   * Returns the first line of the innermost exception's message, or its class name if it has none.
   */
  public static String of(Throwable failure) {
    String text = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      text =
          message == null || message.isBlank()
              ? t.getClass().getSimpleName()
              : message.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    }
    text = MAGIC.matcher(text).replaceFirst("");
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
  }
}
