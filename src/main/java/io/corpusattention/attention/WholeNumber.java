package io.corpusattention.attention;

/** The number in the text form of a choice, as in {@code window:2}. */
final class WholeNumber {
  private WholeNumber() {}

  /**
   * Reads the number behind a prefix.
   *
   * @param forms all that may be written there, for messages
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
