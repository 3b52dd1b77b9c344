package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Sums over the occurrences of a word or phrase in a document. Their order does not matter. */
public final class KeywordSums implements Serializable {
  private static final long serialVersionUID = 1;

  private long score;
  private long occurrences;

  /** The only spelling so far, or null if there are several. */
  private String spelling;

  /** The count of each spelling, or null if there is only one. */
  private TreeMap<String, Long> spellings;

  /**
   * Creates the sums of one occurrence.
   *
   * @param score the score, in units of 2⁻³²
   */
  public KeywordSums(String spelling, long score) {
    this.score = score;
    this.occurrences = 1;
    this.spelling = spelling;
  }

  /**
   * Adds more occurrences.
   *
   * @throws ArithmeticException if the score overflows a long
   */
  public KeywordSums add(KeywordSums other) {
    if (spelling == null || !spelling.equals(other.spelling)) {
      TreeMap<String, Long> all = counted();
      other.counted().forEach((text, count) -> all.merge(text, count, Long::sum));
      spelling = null;
      spellings = all;
    }
    score = Math.addExact(score, other.score);
    occurrences += other.occurrences;
    return this;
  }

  private TreeMap<String, Long> counted() {
    return spellings != null ? spellings : new TreeMap<>(Map.of(spelling, occurrences));
  }

  /**
   * Returns the keyword in its most frequent spelling. On a tie, the lexicographically first wins.
   *
   * @param key the key that identifies the keyword
   */
  public Keyword keyword(String key, boolean phrase) {
    String text =
        counted().entrySet().stream()
            .min(
                Comparator.comparing((Map.Entry<String, Long> counted) -> -counted.getValue())
                    .thenComparing(Map.Entry::getKey))
            .orElseThrow()
            .getKey();
    return new Keyword(key, text, phrase, score, occurrences);
  }
}
