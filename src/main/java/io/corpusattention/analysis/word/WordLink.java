package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The attention that one word gives to another over a corpus.
 *
 * @param weight the mean over their meetings
 * @param meetings how often the second word was among the keys of the first
 */
public record WordLink(String queryWord, String keyWord, double weight, long meetings)
    implements Serializable {
  /**
   * Orders links by weight, highest first, then by number of meetings, highest first, then by text.
   */
  public static final Comparator<WordLink> STRONGEST_FIRST =
      Comparator.comparingDouble(WordLink::weight)
          .reversed()
          .thenComparing(Comparator.comparingLong(WordLink::meetings).reversed())
          .thenComparing(WordLink::queryWord)
          .thenComparing(WordLink::keyWord);
}
