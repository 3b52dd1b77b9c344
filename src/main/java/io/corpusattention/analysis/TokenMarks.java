package io.corpusattention.analysis;

/**
 * Which tokens of a sentence are special and which are punctuation.
 *
 * @param special [n]
 * @param punctuation [n]
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record TokenMarks(boolean[] special, boolean[] punctuation) {
  /** Marks the tokens of words. */
  public static TokenMarks of(Words words) {
    int n = words.wordOf().length;
    boolean[] special = new boolean[n];
    boolean[] punctuation = new boolean[n];
    for (int i = 0; i < n; i++) {
      int word = words.wordOf()[i];
      special[i] = word < 0;
      punctuation[i] = word >= 0 && TokenClasses.punctuation(words.words()[word]);
    }
    return new TokenMarks(special, punctuation);
  }
}
