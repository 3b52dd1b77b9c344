package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.Comparator;

/**
 * An important word or phrase in a document. In natural order, the highest score comes first, then
 * the lexicographically first key, then words before phrases.
 *
 * @param key the key that identifies it, the same for all its {@link WordForms}
 * @param text its most frequent spelling
 * @param phrase whether it is a phrase of several words
 * @param score the sum of the scores of its occurrences, in units of 2⁻³²
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
