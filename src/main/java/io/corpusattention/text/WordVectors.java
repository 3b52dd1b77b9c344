package io.corpusattention.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Words and their vectors, as one matrix.
 *
 * <p>A word that has no vector as it is written is looked for in lower case.
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

  /** The row of a word as written or else in lower case; -1 where neither has a vector. */
  public int find(String word) {
    Map<String, Integer> index = rows();
    Integer row = index.get(word);
    if (row == null) {
      row = index.get(lowerCase(word));
    }
    return row == null ? -1 : row;
  }

  /** A word in the lower case in which it is looked for and learned. */
  public static String lowerCase(String word) {
    return word.toLowerCase(Locale.ROOT);
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
