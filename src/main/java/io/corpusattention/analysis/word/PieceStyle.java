package io.corpusattention.analysis.word;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How a tokenizer marks whether a token begins a word, and how it spells the token's text. */
public enum PieceStyle {
  /** Each token is a word. */
  WORDS,

  /** ## begins a piece that continues the previous token: WordPiece. */
  CONTINUED("##"),

  /** Ġ begins a word, and each letter stands for a byte: GPT-2's byte-level BPE. */
  BYTE_LEVEL("\u0120"),

  /** ▁ begins a word: SentencePiece. */
  SPACED("\u2581");

  private static final String BYTE_LEVEL_NEWLINE = "\u010a";

  private final String marker;

  PieceStyle() {
    this("");
  }

  PieceStyle(String marker) {
    this.marker = marker;
  }

  /** Returns the style of a sentence's tokens. A lone "##" is ordinary text. */
  static PieceStyle of(String[] tokens) {
    for (String token : tokens) {
      if (token.startsWith(BYTE_LEVEL.marker)) {
        return BYTE_LEVEL;
      }
      if (token.startsWith(SPACED.marker)) {
        return SPACED;
      }
      if (isContinuation(token)) {
        return CONTINUED;
      }
    }
    return WORDS;
  }

  private static boolean isContinuation(String token) {
    return token.length() > 2 && token.startsWith("##") && token.charAt(2) != '#';
  }

  /** Returns whether a token continues the previous one. */
  boolean goesOn(String before, String token) {
    return switch (this) {
      case WORDS -> false;
      case CONTINUED -> isContinuation(token);
      case BYTE_LEVEL, SPACED ->
          !token.startsWith(marker)
              && !token.startsWith(BYTE_LEVEL_NEWLINE)
              && !TokenClasses.punctuation(decoded(token))
              && !TokenClasses.punctuation(decoded(text(before)));
    };
  }

  /** Returns a token without its marker. */
  String text(String token) {
    boolean marked = this == CONTINUED ? isContinuation(token) : token.startsWith(marker);
    return marked ? token.substring(marker.length()) : token;
  }

  /**
   * Returns the text of a word, decoded from the letters that stand for its bytes. Returns the word
   * unchanged if its letters do not stand for bytes or the bytes are not valid UTF-8.
   */
  String decoded(String word) {
    if (this != BYTE_LEVEL) {
      return word;
    }
    ByteBuffer bytes = ByteBuffer.allocate(word.length());
    for (int i = 0; i < word.length(); i++) {
      int value = byteOf(word.charAt(i));
      if (value < 0) {
        return word; // not spelled in bytes
      }
      bytes.put((byte) value);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException partOfALetter) {
      return word;
    }
  }

  /**
   * Returns the byte that a letter stands for in GPT-2's vocabulary, or -1 if there is none.
   * Letters of printable bytes stand for themselves; the letters from U+0100 on stand for the other
   * 68 bytes, in ascending order.
   */
  private static int byteOf(char letter) {
    if (printable(letter)) {
      return letter;
    }
    int rank = letter - 0x100;
    for (int value = 0; value < 0x100 && rank >= 0; value++) {
      if (!printable(value) && rank-- == 0) {
        return value;
      }
    }
    return -1;
  }

  private static boolean printable(int value) {
    return (value >= '!' && value <= '~')
        || (value >= 0xa1 && value <= 0xac)
        || (value >= 0xae && value <= 0xff);
  }
}
