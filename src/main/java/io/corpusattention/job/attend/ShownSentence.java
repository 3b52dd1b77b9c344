package io.corpusattention.job.attend;

import io.corpusattention.analysis.word.Words;
import java.io.Serializable;

/**
 * A sentence that is shown to people.
 *
 * @param text as it was read, or its words with blanks between them
 * @param asked which of its words was looked for, from 0; -1 where none was
 * @param embeddings what enters the first layer, [n, d_model]
 */
public record ShownSentence(String text, Words words, int asked, float[] embeddings)
    implements Serializable {
  /** Words of a sentence that is short enough to be shown unasked. */
  private static final int SHORT = 40;

  /** Fewer make no sentence. */
  private static final int FEW = 2;

  /**
   * A sentence.
   *
   * @param text null where only its words are known
   * @param word that was looked for; null for none
   */
  static ShownSentence of(String text, Words words, String word, float[] embeddings) {
    return new ShownSentence(
        text == null ? String.join(" ", words.words()) : text.strip(),
        words,
        word == null ? -1 : placeOf(words, word),
        embeddings);
  }

  static boolean isShort(Words words) {
    return words.words().length > FEW && words.words().length <= SHORT;
  }

  /** Which word of a sentence it is, in capitals or small letters; -1 where it is none. */
  static int placeOf(Words words, String word) {
    for (int i = 0; i < words.words().length; i++) {
      if (words.words()[i].equalsIgnoreCase(word)) {
        return i;
      }
    }
    return -1;
  }
}
