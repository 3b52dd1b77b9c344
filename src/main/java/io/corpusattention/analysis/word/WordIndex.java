package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Numbers for the words of a corpus that are frequent enough to speak of, in the order of their
 * text.
 */
public final class WordIndex implements Serializable {
  private static final long serialVersionUID = 1;

  /** Of a word that is not frequent enough. */
  public static final int NONE = -1;

  private final String[] words;
  private final Map<String, Integer> keys;
  private final Map<String, Integer> queries;

  /**
   * Numbers words.
   *
   * @param keyWords that are frequent among keys
   * @param queryWords that are frequent among queries; in self-attention the same
   */
  public WordIndex(Collection<String> keyWords, Collection<String> queryWords) {
    TreeSet<String> all = new TreeSet<>(keyWords);
    all.addAll(queryWords);
    words = all.toArray(new String[0]);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < words.length; i++) {
      numbers.put(words[i], i);
    }
    keys = only(numbers, keyWords);
    queries = only(numbers, queryWords);
  }

  private static Map<String, Integer> only(Map<String, Integer> numbers, Collection<String> words) {
    Map<String, Integer> some = new HashMap<>();
    words.forEach(word -> some.put(word, numbers.get(word)));
    return some;
  }

  /** How many words have a number. */
  public int size() {
    return words.length;
  }

  /** The word of a number. */
  public String word(int number) {
    return words[number];
  }

  public int key(String word) {
    return keys.getOrDefault(word, NONE);
  }

  public int query(String word) {
    return queries.getOrDefault(word, NONE);
  }
}
