package io.corpusattention.attention;

/**
 * Something the user set that cannot work: a file, an option, a shape. Its message is one line that
 * names the file or option with its value and says what would be right.
 */
public final class BadSettingException extends RuntimeException {
  public BadSettingException(String message) {
    super(message);
  }

  public BadSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
