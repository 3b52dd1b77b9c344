package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the occurrences of a word or a phrase in a document add up to, in any order. */
public final class KeywordSums implements Serializable {
  private static final long serialVersionUID = 1;

  private long score;
  private long occurrences;

  /** The one spelling so far; null where there are several. */
  private String spelling;

  /** How often there is each of several spellings; null where there is one. */
  private TreeMap<String, Long> spellings;

  /**
   * One occurrence.
   *
   * @param score in units of 2⁻³²
   */
  public KeywordSums(String spelling, long score) {
    this.score = score;
    this.occurrences = 1;
    this.spelling = spelling;
  }

  /** Adds further occurrences. */
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
   * The keyword, spelt as it is most often; of equals the lexicographically first.
   *
   * @param key what tells keywords apart
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
