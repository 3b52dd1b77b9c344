package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Numbers for the frequent words of a corpus, in the order of their text. */
public final class WordIndex implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of a word that is not frequent enough. */
  public static final int NONE = -1;

  private final String[] words;
  private final Map<String, Integer> keys;
  private final Map<String, Integer> queries;

  /**
   * Assigns numbers to words.
   *
   * @param keyWords the frequent words among keys
   * @param queryWords the frequent words among queries; in self-attention, the same words
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

  /** Returns the number of words in the index. */
  public int size() {
    return words.length;
  }

  /** Returns the word with a number. */
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
