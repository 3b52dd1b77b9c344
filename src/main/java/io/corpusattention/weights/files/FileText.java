package io.corpusattention.weights.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.IOException;

/** Text that comes from a file, as a one-line message may show it. */
public final class FileText {
  private static final int SHOWN = 100;
  private static final int SHOWN_OF_REASON = 300;

  private FileText() {}

  /** A few characters of it, all printable. */
  public static String shown(String text) {
    return cut(text, SHOWN);
  }

  /** A tensor's name, in quotes. */
  public static String tensor(String name) {
    return "tensor '" + shown(name) + "'";
  }

  /** Why something could not be read: some exceptions have whole stack traces in their message. */
  public static String reason(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : cut(message.strip().lines().findFirst().orElse(""), SHOWN_OF_REASON);
  }

  /** What to throw where a file cannot be read. */
  public static BadSettingException unreadable(Given label, IOException e) {
    return label.bad("cannot be read: " + reason(e)).causedBy(e);
  }

  private static String cut(String text, int length) {
    // Cut before it is cleaned: a text may be as long as its file.
    boolean cut = text.length() > 2 * length;
    String clean = (cut ? text.substring(0, 2 * length) : text).strip().replaceAll("[^ -~]", "?");
    return cut || clean.length() > length
        ? clean.substring(0, Math.min(length, clean.length())) + "..."
        : clean;
  }
}
