package io.corpusattention.job.attend;

import io.corpusattention.analysis.Words;
import java.io.Serializable;

/**
 * A sentence that is shown to people.
 *
 * @param text as it was read, or its words with blanks between them
 * @param embeddings what enters the first layer, [n, d_model]
 */
record ShownSentence(String text, Words words, float[] embeddings) implements Serializable {
  /** Words of a sentence that is short enough to be shown unasked. */
  private static final int SHORT = 40;

  /** Fewer make no sentence. */
  private static final int FEW = 2;

  static boolean isShort(Words words) {
    return words.words().length > FEW && words.words().length <= SHORT;
  }

  /** Whether a sentence has a word, in capitals or small letters. */
  static boolean hasWord(Words words, String word) {
    return placeOf(words, word) >= 0;
  }

  /** Which word of a sentence it is, from 0; -1 where it is none. */
  static int placeOf(Words words, String word) {
    for (int i = 0; i < words.words().length; i++) {
      if (words.words()[i].equalsIgnoreCase(word)) {
        return i;
      }
    }
    return -1;
  }
}
