package io.corpusattention.attention;

/** Parses the number in the text form of a choice, as in {@code window:2}. */
final class WholeNumber {
  private WholeNumber() {}

  /**
   * Reads the number after a prefix.
   *
   * @param forms the valid forms, for messages
   */
  static int after(String prefix, String text, String forms) {
    int number;
    try {
      number = Integer.parseInt(text.substring(prefix.length()));
    } catch (NumberFormatException e) {
      throw new BadSettingException(null, "'" + text + "' is none of " + forms).causedBy(e);
    }
    if (number < 0) {
      throw new BadSettingException(null, "'" + text + "': the number must not be negative");
    }
    return number;
  }
}
