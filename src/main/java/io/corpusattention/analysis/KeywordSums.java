package io.corpusattention.analysis;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the occurrences of a word or a phrase in a document add up to, in any order. */
public final class KeywordSums implements Serializable {
  private static final long serialVersionUID = 1;

  private long score;
  private long occurrences;
  private final TreeMap<String, Long> spellings = new TreeMap<>();

  /**
   * One occurrence.
   *
   * @param score in units of 2⁻³²
   */
  public KeywordSums(String spelling, long score) {
    this.score = score;
    this.occurrences = 1;
    spellings.put(spelling, 1L);
  }

  /** Adds further occurrences. */
  public KeywordSums add(KeywordSums other) {
    score = Math.addExact(score, other.score);
    occurrences += other.occurrences;
    other.spellings.forEach((spelling, count) -> spellings.merge(spelling, count, Long::sum));
    return this;
  }

  /**
   * The keyword, spelt as it is most often; of equals the lexicographically first.
   *
   * @param key in lower case
   */
  public Keyword keyword(String key, boolean phrase) {
    String text =
        spellings.entrySet().stream()
            .min(
                Comparator.comparing((Map.Entry<String, Long> spelling) -> -spelling.getValue())
                    .thenComparing(Map.Entry::getKey))
            .orElseThrow()
            .getKey();
    return new Keyword(key, text, phrase, score, occurrences);
  }
}
