package io.corpusattention.text;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Words and their vectors, as one matrix.
 *
 * <p>A word that has no vector as it is written is looked for in composed letters (NFC), and then
 * in lower case.
 */
public final class WordVectors implements Serializable {
  private static final long serialVersionUID = 1;

  private final int width;
  private final String[] words;
  private final float[] matrix;
  private final float[] mean;
  private transient volatile Map<String, Integer> rows; // made where it is first asked for

  /**
   * Takes words and vectors.
   *
   * @param width d_model
   * @param words all different
   * @param matrix [words, width], row-major
   * @param mean [width], of all vectors there are, which may be more than these; or null
   */
  public WordVectors(int width, String[] words, float[] matrix, float[] mean) {
    if (matrix.length != Math.multiplyExact(words.length, width)) {
      throw new IllegalArgumentException(words.length + " words of width " + width);
    }
    this.width = width;
    this.words = words;
    this.matrix = matrix;
    this.mean = mean;
  }

  /**
   * All vectors there are, and their mean.
   *
   * @param vectors of one width, by their words
   */
  public static WordVectors of(SortedMap<String, float[]> vectors) {
    int width = vectors.isEmpty() ? 0 : vectors.get(vectors.firstKey()).length;
    float[] matrix = new float[Math.multiplyExact(vectors.size(), width)];
    double[] sums = new double[width];
    int at = 0;
    for (float[] vector : vectors.values()) {
      System.arraycopy(vector, 0, matrix, at, width);
      at += width;
      for (int i = 0; i < width; i++) {
        sums[i] += vector[i];
      }
    }
    String[] words = vectors.keySet().toArray(new String[0]);
    return new WordVectors(width, words, matrix, mean(sums, words.length));
  }

  /** The mean of so many vectors, of their sums. */
  static float[] mean(double[] sums, long count) {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / count);
    }
    return mean;
  }

  public int width() {
    return width;
  }

  public int size() {
    return words.length;
  }

  public String word(int row) {
    return words[row];
  }

  /** The vectors, [size, width], row-major. */
  public float[] matrix() {
    return matrix;
  }

  /** The mean of all vectors there are; null where nobody asked for it. */
  public float[] mean() {
    return mean;
  }

  /** The row of the first of a word's spellings that has a vector; -1 where none has. */
  public int find(String word) {
    Map<String, Integer> index = rows();
    Integer row = index.get(word);
    if (row != null) {
      return row;
    }
    for (String spelling : spellings(word)) {
      row = index.get(spelling);
      if (row != null) {
        return row;
      }
    }
    return -1;
  }

  /** The spellings in which a word is looked for, in their order. */
  public static List<String> spellings(String word) {
    return List.of(word, composed(word), word.toLowerCase(Locale.ROOT), learned(word));
  }

  /** The spelling in which a word is learned: composed letters in lower case. */
  public static String learned(String word) {
    return composed(word).toLowerCase(Locale.ROOT);
  }

  private static String composed(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC);
  }

  private Map<String, Integer> rows() {
    Map<String, Integer> index = rows;
    if (index == null) {
      synchronized (this) {
        index = rows;
        if (index == null) {
          index = new HashMap<>(2 * words.length);
          for (int row = 0; row < words.length; row++) {
            index.put(words[row], row);
          }
          rows = index;
        }
      }
    }
    return index;
  }
}
