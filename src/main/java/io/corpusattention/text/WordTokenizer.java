package io.corpusattention.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Words as Unicode Standard Annex #29 bounds them, and each punctuation mark or symbol for itself.
 *
 * <p>A word is a run of letters, digits and connectors such as the underscore, with the marks that
 * belong to them. An apostrophe or a full stop between two letters, and a stop or comma between two
 * digits, belong to the word: {@code don't}, {@code U.S}, {@code 3.14}. A hyphen does not.
 * Ideographs and hiragana are words of one character each. Emoji joined into one sign are one
 * token. White space, control characters and what nobody sees stand between tokens.
 *
 * <p>The JDK's own BreakIterator keeps {@code hello"there} together and takes emoji apart.
 */
public final class WordTokenizer implements Tokenizer {
  private static final int ZERO_WIDTH_SPACE = 0x200B;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int KATAKANA_LONG = 0x30FC;

  /** What a character does at the bounds of words. */
  private enum Kind {
    SPACE,
    /** Belongs to the character before it. */
    EXTEND,
    LETTER,
    DIGIT,
    CONNECTOR,
    KATAKANA,
    /** A word in itself. */
    IDEOGRAPH,
    REGIONAL,
    OTHER
  }

  private final int maxTokens;

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

  /** All words and marks of a text. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      int first = text.codePointAt(at);
      Kind kind = kind(first);
      at = afterExtends(text, at + Character.charCount(first));
      switch (kind) {
        case SPACE, EXTEND -> at = start + Character.charCount(first);
        case LETTER, DIGIT, CONNECTOR, KATAKANA -> at = endOfWord(text, start, at);
        case REGIONAL -> {
          if (at < text.length() && kind(text.codePointAt(at)) == Kind.REGIONAL) {
            at = afterExtends(text, at + Character.charCount(text.codePointAt(at)));
          }
        }
        case OTHER -> at = endOfJoined(text, at);
        default -> {}
      }
      if (kind != Kind.SPACE && kind != Kind.EXTEND) {
        words.add(text.substring(start, at));
      }
    }
    return words;
  }

  /** Where the word that starts so ends; its first character with its marks ends at {@code at}. */
  private static int endOfWord(String text, int start, int at) {
    int end = at;
    int before = text.codePointAt(start);
    while (end < text.length()) {
      int next = text.codePointAt(end);
      int after = afterExtends(text, end + Character.charCount(next));
      if (joins(kind(before), kind(next))) {
        before = next;
        end = after;
      } else if (after < text.length() && isBetween(before, next, text.codePointAt(after))) {
        before = text.codePointAt(after);
        end = afterExtends(text, after + Character.charCount(before));
      } else {
        break;
      }
    }
    return end;
  }

  private static boolean joins(Kind one, Kind other) {
    boolean connected = one == Kind.CONNECTOR || other == Kind.CONNECTOR;
    return isOfWord(one)
        && isOfWord(other)
        && (connected || (one == Kind.KATAKANA) == (other == Kind.KATAKANA));
  }

  private static boolean isOfWord(Kind kind) {
    return kind == Kind.LETTER
        || kind == Kind.DIGIT
        || kind == Kind.CONNECTOR
        || kind == Kind.KATAKANA;
  }

  /** Whether a mark belongs to the word on both its sides. */
  private static boolean isBetween(int before, int mark, int after) {
    if (kind(before) == Kind.LETTER && kind(after) == Kind.LETTER) {
      return "'\u2019\u2018.\u00B7\u0387\u2024\u2027\uFE52\uFF07\uFF0E\u05F4".indexOf(mark) >= 0
          || (mark == '"' && isHebrew(before) && isHebrew(after));
    }
    return kind(before) == Kind.DIGIT
        && kind(after) == Kind.DIGIT
        && "'\u2019\u2018.,;\u2024\u066B\u066C\u060C\uFE50\uFE52\uFF07\uFF0C\uFF0E".indexOf(mark)
            >= 0;
  }

  private static boolean isHebrew(int letter) {
    return Character.UnicodeScript.of(letter) == Character.UnicodeScript.HEBREW;
  }

  /** Emoji that a zero-width joiner makes one. */
  private static int endOfJoined(String text, int at) {
    int end = at;
    while (end < text.length()
        && text.codePointBefore(end) == ZERO_WIDTH_JOINER
        && kind(text.codePointAt(end)) == Kind.OTHER) {
      end = afterExtends(text, end + Character.charCount(text.codePointAt(end)));
    }
    return end;
  }

  private static int afterExtends(String text, int at) {
    int end = at;
    while (end < text.length() && kind(text.codePointAt(end)) == Kind.EXTEND) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static Kind kind(int character) {
    if (character < 0x80) {
      return ascii(character);
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          Kind.EXTEND;
      case Character.FORMAT -> character == ZERO_WIDTH_SPACE ? Kind.SPACE : Kind.EXTEND;
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          Kind.SPACE;
      case Character.DECIMAL_DIGIT_NUMBER -> Kind.DIGIT;
      case Character.CONNECTOR_PUNCTUATION -> Kind.CONNECTOR;
      default -> letterOrSign(character);
    };
  }

  private static Kind ascii(int character) {
    if ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')) {
      return Kind.LETTER;
    }
    if (character >= '0' && character <= '9') {
      return Kind.DIGIT;
    }
    if (character <= ' ' || character == 0x7F) {
      return Kind.SPACE;
    }
    return character == '_' ? Kind.CONNECTOR : Kind.OTHER;
  }

  private static Kind letterOrSign(int character) {
    if (character >= 0x1F1E6 && character <= 0x1F1FF) {
      return Kind.REGIONAL;
    }
    if (character >= 0x1F3FB && character <= 0x1F3FF) { // the skin of an emoji
      return Kind.EXTEND;
    }
    if (Character.isIdeographic(character)) {
      return Kind.IDEOGRAPH;
    }
    if (!Character.isAlphabetic(character)) {
      return Kind.OTHER;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(character);
    if (script == Character.UnicodeScript.HIRAGANA) {
      return Kind.IDEOGRAPH;
    }
    return script == Character.UnicodeScript.KATAKANA || character == KATAKANA_LONG
        ? Kind.KATAKANA
        : Kind.LETTER;
  }
}
