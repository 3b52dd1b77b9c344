package io.corpusattention.attention;

import io.corpusattention.math.CounterRandom;

/**
 * Draws keys from a query's attention distribution. Takes the distribution, the seed, the sentence,
 * the head and the query. For a given draw number, returns the same key on every machine.
 */
public final class KeyDraw {
  private double[] cumulative = {};
  private long state;
  private int from;
  private int keys;
  private int last; // the last key whose weight is not 0
  private double sum;

  /**
   * Sets the distribution to draw from.
   *
   * @param sentence the key of the sentence: a hash of its id
   * @param weights an array with the weight of key j at {@code at + j}
   * @param from the first key that may be drawn
   * @param to one past the last key that may be drawn
   */
  public void take(
      long seed, long sentence, int head, int query, float[] weights, int at, int from, int to) {
    state = CounterRandom.next(CounterRandom.next(seed, sentence), head);
    state = CounterRandom.next(state, query);
    this.from = from;
    keys = to - from;
    if (cumulative.length < keys) {
      cumulative = new double[keys];
    }
    sum = 0;
    last = 0;
    for (int i = 0; i < keys; i++) {
      float weight = weights[at + from + i];
      sum += weight;
      cumulative[i] = sum;
      last = weight > 0 ? i : last;
    }
  }

  /**
   * Returns the key of a draw: the lowest key at which the cumulative distribution exceeds the
   * draw's random number.
   */
  public int key(int draw) {
    // The weights are rounded, so their sum is not exactly 1.
    double u = CounterRandom.uniform(CounterRandom.next(state, draw)) * sum;
    int low = 0;
    int high = keys;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return from + Math.min(low, last);
  }
}
