package io.corpusattention.job.attend;

import io.corpusattention.analysis.word.Words;
import java.io.Serializable;

/**
 * A sentence to show to the user.
 *
 * @param text the text as it was read, or its words joined with spaces
 * @param asked index of the word that was searched for, from 0; -1 if none was
 * @param embeddings the input of the first layer, [n, d_model]
 */
public record ShownSentence(String text, Words words, int asked, float[] embeddings)
    implements Serializable {
  /** The maximum number of words in a sentence that is shown without being asked for. */
  private static final int SHORT = 40;

  /** A text of this many words or fewer is not shown as a sentence. */
  private static final int FEW = 2;

  /**
   * Creates a sentence to show.
   *
   * @param text null if only the words are known
   * @param word the word that was searched for; null for none
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

  /**
   * Returns the index of a word in a sentence, ignoring case; -1 if the sentence has no such word.
   */
  static int placeOf(Words words, String word) {
    for (int i = 0; i < words.words().length; i++) {
      if (words.words()[i].equalsIgnoreCase(word)) {
        return i;
      }
    }
    return -1;
  }
}
