package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;

/**
 * Finds the word that a user asks for. Matches a whole word or one of its pieces, ignoring case.
 */
final class WordAsked {
  private WordAsked() {}

  /**
   * Returns the index of the first token of a word.
   *
   * @param word the word; null for none
   * @return the index; -1 if the sentence does not contain the word
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
