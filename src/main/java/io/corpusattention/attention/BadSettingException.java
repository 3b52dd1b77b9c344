package io.corpusattention.attention;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something the user set that cannot work: a file, a number, a shape. It names the setting and its
 * value and says what would be right; {@link #spelled} makes one line of that.
 */
public final class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Given given;
  private final List<Object> problem; // strings, settings and given ones

  /**
   * Refuses a setting.
   *
   * @param given null where no one setting is at fault
   * @param problem as {@link Given#bad} takes it
   */
  public BadSettingException(Given given, Object... problem) {
    this.given = given;
    this.problem =
        Arrays.stream(problem)
            .map(part -> part instanceof Setting || part instanceof Given ? part : "" + part)
            .toList();
  }

  /** The same with what it came from. */
  public BadSettingException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The setting at fault with its value; null where no one setting is. */
  public Given given() {
    return given;
  }

  /** The message with the settings as their identifiers. */
  @Override
  public String getMessage() {
    return spelled(Setting::id);
  }

  /** The message with every setting spelled as its user writes it: {@code --kv-heads 5: ...}. */
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
