package io.corpusattention.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.VersionInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into words at ICU's word boundaries. Each punctuation mark or symbol is a token.
 *
 * <p>ICU follows Unicode Standard Annex #29. A word is a run of letters, digits, and connectors
 * such as the underscore, with their combining marks. An apostrophe or a period between two
 * letters, and a period or comma between two digits, belong to the word: {@code don't}, {@code
 * U.S}, {@code 3.14}. A hyphen does not. Emoji joined into one sign are one token. Chinese,
 * Japanese, Thai, Khmer, Burmese, and Lao have no spaces between words, so ICU finds words with
 * dictionaries. Whitespace, control characters, and invisible characters separate tokens.
 *
 * <p>The rules are not specific to a language, so the locale of a machine does not affect tokens.
 */
public final class WordTokenizer implements Tokenizer {
  /** The version of ICU. Other versions have other dictionaries and may find other words. */
  public static final String ICU_VERSION =
      VersionInfo.ICU_VERSION.getMajor() + "." + VersionInfo.ICU_VERSION.getMinor();

  private final BreakIterator bounds = BreakIterator.getWordInstance(ULocale.ROOT);
  private final int maxTokens;

  /**
   * @param maxTokens the maximum number of tokens of a sentence; further tokens are dropped
   */
  public WordTokenizer(int maxTokens) {
    this.maxTokens = maxTokens;
  }

  @Override
  public Tokens tokenize(String sentence) {
    return Tokens.words(words(sentence), maxTokens);
  }

  @Override
  public Tokens tokenize(List<String> words) {
    return Tokens.words(words, maxTokens);
  }

  /** Returns all words and marks of a text. */
  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    bounds.setText(text);
    int start = bounds.first();
    for (int end = bounds.next(); end != BreakIterator.DONE; end = bounds.next()) {
      int visible = start;
      while (visible < end && !isSeen(text.codePointAt(visible))) {
        visible += Character.charCount(text.codePointAt(visible));
      }
      if (visible < end) {
        words.add(text.substring(visible, end));
      }
      start = end;
    }
    return words;
  }

  /**
   * Returns whether a token may begin with a character. A combining mark may not, because it would
   * have no visible base.
   */
  private static boolean isSeen(int character) {
    if (character < 0x80) {
      return character > ' ' && character != 0x7F;
    }
    return switch (UCharacter.getType(character)) {
      case UCharacterCategory.CONTROL,
          UCharacterCategory.SPACE_SEPARATOR,
          UCharacterCategory.LINE_SEPARATOR,
          UCharacterCategory.PARAGRAPH_SEPARATOR,
          UCharacterCategory.NON_SPACING_MARK,
          UCharacterCategory.ENCLOSING_MARK,
          UCharacterCategory.COMBINING_SPACING_MARK ->
          false;
      // Signs such as the Arabic number sign are visible, although they are in this category.
      case UCharacterCategory.FORMAT ->
          UCharacter.hasBinaryProperty(character, UProperty.PREPENDED_CONCATENATION_MARK);
      default -> true;
    };
  }
}
