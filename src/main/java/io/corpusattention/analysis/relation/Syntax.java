package io.corpusattention.analysis.relation;

import java.io.Serializable;

/**
 * The syntax of a sentence.
 *
 * @param heads for each word its governor, counted from 1; 0 for the root, -1 where it is not known
 * @param relations for each word its relation to the governor, such as nsubj
 * @param cut whether words at the sentence's end may be missing from its tokens
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record Syntax(int[] heads, String[] relations, boolean cut) implements Serializable {
  /** The relation of punctuation, which is told of no head. */
  private static final String PUNCTUATION = "punct";

  /**
   * Why columns hold no syntax; null where they do.
   *
   * @param heads as of {@link Syntax}
   */
  public static String flaw(int[] heads, String[] relations) {
    if (heads.length != relations.length) {
      return "heads has " + heads.length + " numbers, and relations " + relations.length + " names";
    }
    for (int word = 0; word < heads.length; word++) {
      if (relations[word] == null) {
        return "relations has a null in it";
      }
      if (heads[word] < -1 || heads[word] > heads.length || heads[word] == word + 1) {
        return "word " + (word + 1) + " of " + heads.length + " has the governor " + heads[word];
      }
    }
    return null;
  }

  /**
   * Whether it can be measured: it is of all the sentence's words, and these are several.
   *
   * @param words that have a token
   */
  public boolean fits(int words) {
    return !cut && heads.length == words && words > 1;
  }

  /** Whether a word counts: it has a governor, and is no punctuation. */
  public boolean counts(int word) {
    return heads[word] > 0 && !relations[word].equals(PUNCTUATION);
  }

  /** A word's governor, from 0, where it {@link #counts}. */
  public int governor(int word) {
    return heads[word] - 1;
  }
}
