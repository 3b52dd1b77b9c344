package io.corpusattention.weights.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.IOException;

/** Makes text from a file safe to show in a one-line message. */
public final class FileText {
  private static final int SHOWN = 100;
  private static final int SHOWN_OF_REASON = 300;

  private FileText() {}

  /** Returns the start of a text, with only printable characters. */
  public static String shown(String text) {
    return cut(text, SHOWN);
  }

  /** Returns a tensor's name in quotes. */
  public static String tensor(String name) {
    return "tensor '" + shown(name) + "'";
  }

  /** Returns one line about why something could not be read. Some messages contain stack traces. */
  public static String reason(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : cut(message.strip().lines().findFirst().orElse(""), SHOWN_OF_REASON);
  }

  /** Returns the exception to throw if a file cannot be read. */
  public static BadSettingException unreadable(Given label, IOException e) {
    return label.bad("cannot be read: " + reason(e)).causedBy(e);
  }

  private static String cut(String text, int length) {
    // Cut before cleaning, because a text may be as long as its file.
    boolean cut = text.length() > 2 * length;
    String clean = (cut ? text.substring(0, 2 * length) : text).strip().replaceAll("[^ -~]", "?");
    return cut || clean.length() > length
        ? clean.substring(0, Math.min(length, clean.length())) + "..."
        : clean;
  }
}
