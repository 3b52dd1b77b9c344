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
 * <p>If a word has no vector as written, it is looked up in composed form (NFC), then in lowercase,
 * then in both.
 */
public final class WordVectors implements Serializable {
  private static final long serialVersionUID = 1;

  private final int width;
  private final String[] words;
  private final float[] matrix;
  private final float[] mean;
  private transient volatile Map<String, Integer> rows; // created on first use

  /**
   * Creates word vectors from a matrix, which is not copied.
   *
   * @param width d_model
   * @param words distinct words
   * @param matrix [words, width], row-major
   * @param mean [width], the mean of all vectors in the source, which may have more than these; or
   *     null
   * @throws IllegalArgumentException if the matrix does not have words.length · width numbers
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
   * Creates word vectors and their mean.
   *
   * @param vectors vectors of the same width, by word
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

  /** Returns the mean of vectors, [width], from their sum and their number. */
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

  /** Returns the vectors, [size, width], row-major. The array is not a copy. */
  public float[] matrix() {
    return matrix;
  }

  /** Returns the mean of all vectors in the source, [width], or null if it was not requested. */
  public float[] mean() {
    return mean;
  }

  /** Returns the row of the first of a word's {@link #spellings} with a vector, or -1 if none. */
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

  /** Returns the spellings of a word to look up, in order. */
  public static List<String> spellings(String word) {
    return List.of(word, composed(word), word.toLowerCase(Locale.ROOT), learned(word));
  }

  /** Returns the spelling under which a word is learned: composed letters in lowercase. */
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
