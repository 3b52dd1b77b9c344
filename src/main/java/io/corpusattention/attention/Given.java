package io.corpusattention.attention;

import java.io.Serializable;

/**
 * A setting with what the user gave it, or with a part of that: a file in the folder that it names.
 *
 * @param value null for the setting as such
 */
public record Given(Setting setting, String value) implements Serializable {
  /** The same setting with another value, such as a file in the folder that was given. */
  public Given with(Object part) {
    return new Given(setting, part.toString());
  }

  /**
   * What to throw where this cannot work.
   *
   * @param problem what is wrong and what would be right, as the end of a sentence; its parts stand
   *     one after the other, and each {@link Setting} or {@code Given} among them is spelled as its
   *     user writes it
   */
  public BadSettingException bad(Object... problem) {
    return new BadSettingException(this, problem);
  }
}
