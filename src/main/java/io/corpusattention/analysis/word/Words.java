package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a sentence, put together of its tokens.
 *
 * @param tokens of the sentence
 * @param words in their order, in composed letters (NFC)
 * @param wordOf for each token the index of its word; -1 for special tokens, which belong to none
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record Words(String[] tokens, String[] words, int[] wordOf) implements Serializable {
  /**
   * Puts words together.
   *
   * <p>With word ids, as tokenizers give them, neighbouring tokens of one id are a word, and those
   * of -1 are special. Without, it goes by what the tokens show: a token that begins with ## (BERT)
   * goes with the one before it; where tokens begin with Ġ (GPT-2, RoBERTa) or ▁ (SentencePiece),
   * those without go with the one before, save punctuation, which stands alone; else each token is
   * a word. A word's text has no such markers.
   *
   * @param tokens of a sentence
   * @param wordIds one for each token, or null
   * @throws IllegalArgumentException where there is not one word id for each token
   */
  public static Words of(String[] tokens, int[] wordIds) {
    if (wordIds != null && wordIds.length != tokens.length) {
      throw new IllegalArgumentException(
          wordIds.length + " word ids for " + tokens.length + " tokens");
    }
    PieceStyle style = PieceStyle.of(tokens);
    List<StringBuilder> words = new ArrayList<>();
    int[] wordOf = new int[tokens.length];
    boolean afterWord = false; // whether the token before belongs to a word
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

  /** The same word in another spelling of Unicode's is the same text. */
  private static String composed(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  /** Of how many tokens each word is made. */
  public int[] pieces() {
    int[] pieces = new int[words.length];
    for (int word : wordOf) {
      if (word >= 0) {
        pieces[word]++;
      }
    }
    return pieces;
  }

  /** The first token of each word. */
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
