package io.corpusattention.analysis.word;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The marks of a sentence's tokens.
 *
 * @param special [n]: whether a token is special
 * @param punctuation [n]: whether it belongs to a word that is punctuation
 * @param names [n]: its index among the named special tokens, or -1 for none
 * @param before [n]: the index of the previous occurrence of the same token, or -1 if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record TokenMarks(boolean[] special, boolean[] punctuation, int[] names, int[] before) {
  /**
   * Marks the tokens of words.
   *
   * @param names the names of special tokens
   */
  public static TokenMarks of(Words words, List<String> names) {
    String[] tokens = words.tokens();
    int n = tokens.length;
    boolean[] special = new boolean[n];
    boolean[] punctuation = new boolean[n];
    int[] named = new int[n];
    int[] before = new int[n];
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < n; i++) {
      int word = words.wordOf()[i];
      special[i] = word < 0;
      punctuation[i] = word >= 0 && TokenClasses.punctuation(words.words()[word]);
      named[i] = special[i] ? names.indexOf(tokens[i]) : -1;
      Integer same = last.put(tokens[i], i);
      before[i] = same == null ? -1 : same;
    }
    return new TokenMarks(special, punctuation, named, before);
  }

  /** Returns whether the named special token with this index is among the tokens. */
  public boolean has(int name) {
    return Arrays.stream(names).anyMatch(of -> of == name);
  }
}
