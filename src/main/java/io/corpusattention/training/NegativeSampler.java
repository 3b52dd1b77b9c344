package io.corpusattention.training;

import io.corpusattention.attention.Setting;
import io.corpusattention.math.CounterRandom;
import java.io.Serializable;

/**
 * Draws negatives for hidden tokens. The probability of a word is proportional to its count to the
 * power of 0.75: Mikolov et al., "Distributed representations of words and phrases and their
 * compositionality", NIPS 2013, section 2.2. Takes counts. For a hidden token, returns the same
 * words on every machine.
 */
public final class NegativeSampler implements Serializable {
  private static final long serialVersionUID = 1;
  private static final double POWER = 0.75;

  private final double[] cumulative;

  /**
   * Creates a sampler from the counts of all words.
   *
   * @param counts the counts; 0 for a word that is never drawn; at least two must be above 0
   */
  public NegativeSampler(long[] counts) {
    cumulative = new double[counts.length];
    double sum = 0;
    int words = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException("word " + i + " has a count of " + counts[i]);
      }
      sum += StrictMath.pow((double) counts[i], POWER);
      cumulative[i] = sum;
      words += counts[i] > 0 ? 1 : 0;
    }
    if (words < 2) {
      throw Setting.OBJECTIVE
          .of("masked")
          .bad("needs at least 2 different words to tell apart, but the corpus has " + words);
    }
  }

  /**
   * Draws words other than the true one, with replacement.
   *
   * @param sentence the key of the sentence: a hash of its id
   * @param position the position of the hidden token
   * @param truth the hidden token's word, or -1 for a word without a count
   * @param to the array to fill with words
   */
  public void draw(long seed, long epoch, long sentence, int position, int truth, int[] to) {
    long state = CounterRandom.next(CounterRandom.next(seed, epoch), sentence);
    state = CounterRandom.next(state, position);
    double before = truth > 0 ? cumulative[truth - 1] : 0;
    double own = truth < 0 ? 0 : cumulative[truth] - before;
    double total = cumulative[cumulative.length - 1];
    for (int i = 0; i < to.length; i++) {
      // Draw from the weight of the other words. From the true word's place on, skip its weight.
      double u = CounterRandom.uniform(CounterRandom.next(state, i)) * (total - own);
      to[i] = other(u < before || own == 0 ? u : u + own, truth);
    }
  }

  /** Returns the first word whose cumulative weight exceeds u, except for rounding at the edges. */
  private int other(double u, int truth) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    if (low == truth || weight(low) == 0) { // only from rounding: u is at most a few ULP off
      return neighbour(low, truth);
    }
    return low;
  }

  /** Returns the nearest word with a weight, except the true one. Searches upward first. */
  private int neighbour(int word, int truth) {
    for (int i = word + 1; i < cumulative.length; i++) {
      if (i != truth && weight(i) > 0) {
        return i;
      }
    }
    int i = word;
    while (i == truth || weight(i) == 0) {
      i--;
    }
    return i;
  }

  private double weight(int word) {
    return cumulative[word] - (word == 0 ? 0 : cumulative[word - 1]);
  }
}
