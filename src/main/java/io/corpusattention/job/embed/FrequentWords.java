package io.corpusattention.job.embed;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The counts of words, to show to the user. Holds only the first {@value #WORDS} distinct words. If
 * there are more, later words are missing and counts may be too low.
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

  /** Returns the counts of both, added up. */
  FrequentWords plus(FrequentWords other) {
    FrequentWords sum = new FrequentWords();
    counts.forEach(sum::add);
    other.counts.forEach(sum::add);
    return sum;
  }

  /** Returns the most frequent words in descending order; equally frequent words alphabetically. */
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
