package io.corpusattention.analysis.relation;

import java.io.Serializable;

/**
 * The syntax of a sentence.
 *
 * @param heads for each word, its governor, from 1; 0 for the root, -1 if unknown
 * @param relations for each word, its relation to the governor, such as nsubj
 * @param cut whether words at the end of the sentence may be missing from its tokens
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record Syntax(int[] heads, String[] relations, boolean cut) implements Serializable {
  /** The relation of punctuation, which is not measured. */
  private static final String PUNCTUATION = "punct";

  /**
   * Returns why columns do not hold a valid syntax, or null if they do.
   *
   * @param heads as in {@link Syntax}
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
   * Returns whether this syntax can be measured: it must cover all words of the sentence, of which
   * there must be at least two.
   *
   * @param words the number of words that have a token
   */
  public boolean fits(int words) {
    return !cut && heads.length == words && words > 1;
  }

  /** Returns whether a word counts: it must have a governor and not be punctuation. */
  public boolean counts(int word) {
    return heads[word] > 0 && !relations[word].equals(PUNCTUATION);
  }

  /** Returns the governor of a word that {@link #counts}, from 0. */
  public int governor(int word) {
    return heads[word] - 1;
  }
}
