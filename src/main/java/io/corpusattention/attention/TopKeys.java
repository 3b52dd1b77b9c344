package io.corpusattention.attention;

/** Selects the heaviest keys of a distribution. */
final class TopKeys {
  private TopKeys() {}

  /**
   * Selects the k heaviest of n weights, heaviest first, ties going to the lower key.
   *
   * @param row holds the weights at [offset, offset + n)
   * @param keys receives k keys from {@code at}
   * @param weights receives their weights from {@code at}
   * @return the sum of the selected weights
   */
  static float select(float[] row, int offset, int n, int k, int[] keys, float[] weights, int at) {
    int last = at + k - 1;
    int filled = at;
    for (int key = 0; key < n; key++) {
      float weight = row[offset + key];
      if (filled <= last || weight > weights[last]) {
        // Insert behind all that are at least as heavy: their keys are lower.
        int to = Math.min(filled, last);
        while (to > at && weights[to - 1] < weight) {
          weights[to] = weights[to - 1];
          keys[to] = keys[to - 1];
          to--;
        }
        weights[to] = weight;
        keys[to] = key;
        filled = Math.min(filled + 1, last + 1);
      }
    }
    double sum = 0;
    for (int i = at; i <= last; i++) {
      sum += weights[i];
    }
    return (float) sum;
  }
}
