package io.corpusattention.attention;

import java.io.Serializable;

/**
 * A setting with the value that the user gave, or with part of that value, such as a file in the
 * given folder.
 *
 * @param value the value, or null for the setting regardless of its value
 */
public record Given(Setting setting, String value) implements Serializable {
  /** Returns this setting with another value, such as a file in the given folder. */
  public Given with(Object part) {
    return new Given(setting, part.toString());
  }

  /**
   * Returns the exception to throw if this value cannot work.
   *
   * @param problem what is wrong and what would be right, as the end of a sentence; the parts are
   *     joined, with each {@link Setting} or {@code Given} among them spelled as the user writes it
   */
  public BadSettingException bad(Object... problem) {
    return new BadSettingException(this, problem);
  }
}
