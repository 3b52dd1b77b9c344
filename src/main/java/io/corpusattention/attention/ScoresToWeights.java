package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import java.util.Arrays;

/** Turns a row of scores into a row of attention weights, in place. */
final class ScoresToWeights {
  private final Alignment alignment;
  private final Kernel kernel;
  private final KeyDraw keyDraw = new KeyDraw();
  private int[] drawn = {};

  ScoresToWeights(Alignment alignment, Kernel kernel) {
    this.alignment = alignment;
    this.kernel = kernel;
  }

  /**
   * Computes the weights of one query of one head over the keys in [from, to). All other keys get
   * the weight 0.
   *
   * @param row an array with the scores at [at, at + length)
   * @param length a multiple of {@link Kernel#LANES}
   * @param factor the factor of every score
   * @param sentence the key of the sentence in random draws
   * @return false if a score is not finite
   */
  boolean align(
      float[] row,
      int at,
      int length,
      int from,
      int to,
      float factor,
      long sentence,
      int head,
      int query) {
    if (alignment instanceof Alignment.Hard) {
      return selectBest(row, at, length, from, to, factor);
    }
    boolean finite = kernel.softmax(row, at, length, from, to, factor);
    if (finite && alignment instanceof Alignment.Sample sample) {
      keyDraw.take(sample.seed(), sentence, head, query, row, at, from, to);
      share(row, at, from, to, sample.draws());
    }
    return finite;
  }

  /**
   * Gives the best key in [from, to) the weight 1, the lower one on a tie. Returns false if a score
   * is not finite.
   */
  private boolean selectBest(float[] row, int at, int length, int from, int to, float factor) {
    int best = from;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int key = from; key < to; key++) {
      float score = row[at + key] * factor;
      if (!Float.isFinite(score)) {
        return false;
      }
      if (score > bestScore) {
        bestScore = score;
        best = key;
      }
    }
    Arrays.fill(row, at, at + length, 0f);
    row[at + best] = 1f;
    return true;
  }

  /** Replaces the distribution with each key's share of the draws from it. */
  private void share(float[] row, int at, int from, int to, int draws) {
    if (drawn.length < to) {
      drawn = new int[to];
    }
    Arrays.fill(drawn, from, to, 0);
    for (int draw = 0; draw < draws; draw++) {
      drawn[keyDraw.key(draw)]++;
    }
    for (int key = from; key < to; key++) {
      row[at + key] = (float) (drawn[key] / (double) draws);
    }
  }
}
