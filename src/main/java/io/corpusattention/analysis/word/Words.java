package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a sentence, made from its tokens.
 *
 * @param tokens the tokens of the sentence
 * @param words the words in order, in composed letters (NFC)
 * @param wordOf for each token, the index of its word, or -1 for special tokens, which belong to no
 *     word
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record Words(String[] tokens, String[] words, int[] wordOf) implements Serializable {
  /**
   * Combines tokens into words.
   *
   * <p>If there are word ids from a tokenizer, adjacent tokens with the same id are a word, and
   * tokens with -1 are special. Otherwise, the tokens' markers decide. A token that begins with ##
   * (BERT) continues the previous one. If tokens begin with Ġ (GPT-2, RoBERTa) or ▁
   * (SentencePiece), tokens without it continue the previous one, except punctuation, which is a
   * separate word. Without markers, each token is a word. The text of a word does not include the
   * markers.
   *
   * @param tokens the tokens of a sentence
   * @param wordIds one id for each token, or null
   * @throws IllegalArgumentException if the numbers of word ids and tokens differ
   */
  public static Words of(String[] tokens, int[] wordIds) {
    if (wordIds != null && wordIds.length != tokens.length) {
      throw new IllegalArgumentException(
          wordIds.length + " word ids for " + tokens.length + " tokens");
    }
    PieceStyle style = PieceStyle.of(tokens);
    List<StringBuilder> words = new ArrayList<>();
    int[] wordOf = new int[tokens.length];
    boolean afterWord = false; // whether the previous token belongs to a word
    for (int i = 0; i < tokens.length; i++) {
      boolean special = wordIds == null ? TokenClasses.special(tokens[i]) : wordIds[i] < 0;
      if (special) {
        wordOf[i] = -1;
        afterWord = false;
        continue;
      }
      boolean goesOn =
          afterWord
              && (wordIds == null
                  ? style.goesOn(tokens[i - 1], tokens[i])
                  : wordIds[i] == wordIds[i - 1]);
      if (!goesOn) {
        words.add(new StringBuilder());
      }
      words.get(words.size() - 1).append(style.text(tokens[i]));
      wordOf[i] = words.size() - 1;
      afterWord = true;
    }
    return new Words(
        tokens,
        words.stream().map(word -> composed(style.decoded(word.toString()))).toArray(String[]::new),
        wordOf);
  }

  /** Returns a word in composed letters, so that equal words have equal text. */
  private static String composed(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  /** Returns the number of tokens of each word. */
  public int[] pieces() {
    int[] pieces = new int[words.length];
    for (int word : wordOf) {
      if (word >= 0) {
        pieces[word]++;
      }
    }
    return pieces;
  }

  /** Returns the index of each word's first token. */
  public int[] places() {
    int[] places = new int[words.length];
    for (int i = wordOf.length - 1; i >= 0; i--) {
      if (wordOf[i] >= 0) {
        places[wordOf[i]] = i;
      }
    }
    return places;
  }
}
