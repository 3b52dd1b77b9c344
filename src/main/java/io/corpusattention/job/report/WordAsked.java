package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;

/** The word that a user asks for: whole, in capitals or small letters, or one of its pieces. */
final class WordAsked {
  private WordAsked() {}

  /**
   * The first token of a word.
   *
   * @param word null for none
   * @return -1 where the sentence has it not
   */
  static int place(String word, Words words) {
    for (int i = 0; i < words.tokens().length && word != null; i++) {
      int of = words.wordOf()[i];
      if (words.tokens()[i].equalsIgnoreCase(word)
          || (of >= 0 && words.words()[of].equalsIgnoreCase(word))) {
        return i;
      }
    }
    return -1;
  }
}
