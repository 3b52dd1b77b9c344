package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A word or a phrase that matters in a document. The natural order puts the higher score first, and
 * of equal scores the lexicographically earlier.
 *
 * @param text as it is spelt most often
 * @param phrase whether it is one of several words
 * @param key what tells keywords apart: one for all its {@link WordForms}
 * @param score summed over its occurrences, in units of 2⁻³²
 */
public record Keyword(String key, String text, boolean phrase, long score, long occurrences)
    implements Comparable<Keyword>, Serializable {
  private static final Comparator<Keyword> ORDER =
      Comparator.comparingLong(Keyword::score)
          .reversed()
          .thenComparing(Keyword::key)
          .thenComparing(Keyword::phrase);

  @Override
  public int compareTo(Keyword other) {
    return ORDER.compare(this, other);
  }
}
