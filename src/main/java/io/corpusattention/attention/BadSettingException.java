package io.corpusattention.attention;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reports a setting that cannot work, such as a file, a number or a shape. Holds the setting, its
 * value and what would be right. {@link #spelled} formats these as one line.
 */
public final class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Given given;
  private final List<Object> problem; // strings, settings and given settings

  /**
   * Creates an exception for a setting.
   *
   * @param given the setting at fault, or null if there is no single one
   * @param problem as in {@link Given#bad}
   */
  public BadSettingException(Given given, Object... problem) {
    this.given = given;
    this.problem =
        Arrays.stream(problem)
            .map(part -> part instanceof Setting || part instanceof Given ? part : "" + part)
            .toList();
  }

  /** Sets the cause and returns this exception. */
  public BadSettingException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** Returns the setting at fault with its value, or null if there is no single one. */
  public Given given() {
    return given;
  }

  /** Returns the message, with identifiers for settings. */
  @Override
  public String getMessage() {
    return spelled(Setting::id);
  }

  /**
   * Returns the message, with each setting spelled as the user writes it: {@code --kv-heads 5:
   * ...}.
   */
  public String spelled(Function<Setting, String> spelling) {
    String text =
        problem.stream().map(part -> spelled(part, spelling)).collect(Collectors.joining());
    return given == null ? text : spelled(given, spelling) + ": " + text;
  }

  private static String spelled(Object part, Function<Setting, String> spelling) {
    if (part instanceof Given given) {
      String setting = spelling.apply(given.setting());
      return given.value() == null ? setting : setting + " " + given.value();
    }
    return part instanceof Setting setting ? spelling.apply(setting) : part.toString();
  }
}
