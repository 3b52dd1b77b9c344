package io.corpusattention.job.embed;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Words that were met, with how often, for people to look at: of a bounded number of different
 * words, the first to come. Counts are exact for as long as there are not more.
 */
final class FrequentWords implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int WORDS = 2000;

  private final Map<String, Long> counts = new HashMap<>();

  void add(String word) {
    add(word, 1);
  }

  private void add(String word, long count) {
    if (counts.size() < WORDS || counts.containsKey(word)) {
      counts.merge(word, count, Long::sum);
    }
  }

  /** The words of both. */
  FrequentWords plus(FrequentWords other) {
    FrequentWords sum = new FrequentWords();
    counts.forEach(sum::add);
    other.counts.forEach(sum::add);
    return sum;
  }

  /** The most frequent, most frequent first, those equally frequent in their order. */
  Map<String, Long> top(int words) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(words)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
  }
}
