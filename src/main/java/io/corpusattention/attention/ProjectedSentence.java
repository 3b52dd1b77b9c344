package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * Q, K and V of one sentence at a time, laid out for the products that read them: queries row by
 * row, keys and values in panels.
 */
final class ProjectedSentence {
  /** Below this value, no sum of products can overflow, regardless of rounding. */
  static final double SAFE = 1e37;

  private final AttentionShape shape;
  private final Kernel kernel;

  /** The key of the sentence in random draws. */
  long key;

  /** The factor of every score. */
  float factor;

  /** n, the number of keys and values. */
  int numTokens;

  int numQueries;

  /** Q, [numQueries, heads · d_k], from queryBase, with rows queryStride apart. */
  float[] queries;

  int queryBase;
  int queryStride;

  /** K and V side by side, [n, kvHeads · (d_k + d_v)], from base, with rows stride apart. */
  float[] tokens;

  int base;
  int stride;

  /** The keys: for each key-value head, the panels of [d_k, n]. */
  float[] keys = {};

  /** The values: for each key-value head, the panels of [n, d_v]. */
  float[] values = {};

  ProjectedSentence(AttentionShape shape, Kernel kernel) {
    this.shape = shape;
    this.kernel = kernel;
  }

  /** Returns the offset of a key-value head's keys in {@link #keys}. */
  int keyPanels(int kvHead) {
    return kvHead * Panels.size(shape.keyWidth(), numTokens, kernel.panelWidth());
  }

  /** Returns the offset of a key-value head's values in {@link #values}. */
  int valuePanels(int kvHead) {
    return kvHead * Panels.size(numTokens, shape.valueWidth(), kernel.panelWidth());
  }

  /** Packs the keys into panels. Call it after setting the other fields. */
  void packKeys() {
    int width = kernel.panelWidth();
    keys = grown(keys, keyPanels(1));
    for (int g = 0; g < shape.kvHeads(); g++) {
      int k = base + shape.keyColumn(g);
      Panels.packTransposed(
          tokens, k, stride, shape.keyWidth(), numTokens, width, keys, keyPanels(g));
    }
  }

  /** Packs the values into panels. Call it after setting the other fields. */
  void packValues() {
    values = grown(values, valuePanels(1));
    for (int g = 0; g < shape.kvHeads(); g++) {
      int v = base + shape.valueColumn(g);
      kernel.pack(tokens, v, stride, numTokens, shape.valueWidth(), values, valuePanels(g));
    }
  }

  private float[] grown(float[] array, int ofOneHead) {
    int length = Math.multiplyExact(shape.kvHeads(), ofOneHead);
    return array.length >= length ? array : new float[length];
  }

  /** Returns whether the numbers are so large that a product could overflow. */
  boolean mayOverflow() {
    double largest =
        Math.max(
            largest(queries, queryBase, queryStride, numQueries, shape.queryColumns()),
            largest(tokens, base, stride, numTokens, shape.keyValueColumns()));
    double score = largest * largest * shape.keyWidth();
    return !(largest < SAFE && score < SAFE && score * Math.abs(factor) < SAFE);
  }

  /** Returns the largest magnitude of a matrix, or NaN if it has one. */
  static double largest(float[] array, int base, int stride, int rows, int columns) {
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      int from = base + row * stride;
      for (int column = 0; column < columns; column++) {
        largest = Math.max(largest, Math.abs(array[from + column]));
      }
    }
    return largest;
  }
}
