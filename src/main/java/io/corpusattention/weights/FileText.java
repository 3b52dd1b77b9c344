package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.IOException;

/** Text that comes from a file, as a one-line message may show it. */
final class FileText {
  private static final int SHOWN = 100;
  private static final int SHOWN_OF_REASON = 300;

  private FileText() {}

  /** A few characters of it, all printable. */
  static String shown(String text) {
    return shown(text, SHOWN);
  }

  /** A tensor's name, in quotes. */
  static String tensor(String name) {
    return "tensor '" + shown(name) + "'";
  }

  /** Why something could not be read: some exceptions have whole stack traces in their message. */
  static String reason(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : shown(message.strip().lines().findFirst().orElse(""), SHOWN_OF_REASON);
  }

  /** What to throw where a file cannot be read. */
  static BadSettingException unreadable(Given label, IOException e) {
    return label.bad("cannot be read: " + reason(e)).causedBy(e);
  }

  private static String shown(String text, int length) {
    // Cut before it is cleaned: a text may be as long as its file.
    boolean cut = text.length() > 2 * length;
    String clean = (cut ? text.substring(0, 2 * length) : text).strip().replaceAll("[^ -~]", "?");
    return cut || clean.length() > length
        ? clean.substring(0, Math.min(length, clean.length())) + "..."
        : clean;
  }
}
