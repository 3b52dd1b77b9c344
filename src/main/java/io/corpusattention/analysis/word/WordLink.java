package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Comparator;

/**
 * How much attention one word gives to another, over a corpus.
 *
 * @param weight mean over their meetings
 * @param meetings how often the second was among the keys of the first
 */
public record WordLink(String queryWord, String keyWord, double weight, long meetings)
    implements Serializable {
  /** Heaviest first; then those that met more often; then by their text. */
  public static final Comparator<WordLink> STRONGEST_FIRST =
      Comparator.comparingDouble(WordLink::weight)
          .reversed()
          .thenComparing(Comparator.comparingLong(WordLink::meetings).reversed())
          .thenComparing(WordLink::queryWord)
          .thenComparing(WordLink::keyWord);
}
