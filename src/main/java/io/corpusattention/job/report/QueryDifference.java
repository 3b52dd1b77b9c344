package io.corpusattention.job.report;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Log;
import java.util.Arrays;

/**
 * Measures how much the queries of a sentence differ in what they attend to. For each head this is
 * the Jensen-Shannon divergence of their distributions, H(mean of p) − mean of H(p), divided by the
 * logarithm of the number of keys, so that it lies between 0 and 1 (Lin 1991, Divergence measures
 * based on the Shannon entropy). The result is the mean over all heads. The divergence equals the
 * mutual information of query and key if all queries are equally likely.
 *
 * <p>Special tokens and punctuation are left out as queries and as keys, and the rest of each
 * distribution is normalized to a sum of 1. A query with no weight left is also left out.
 *
 * <p>Add the rows of a sentence layer by layer, with the queries of each layer in order. Values are
 * summed query by query, so that the bits of a sum do not depend on how a sentence is cut into
 * rows.
 */
final class QueryDifference {
  private static final int BLOCK = Kernel.DISTRIBUTIONS;

  private final Kernel kernel;
  private final int heads;
  private final ContentTokens content;
  private final double[][] sums; // [heads][keys]: sums of distributions
  private final double[] entropies; // [heads]: sums of entropies
  private final int[] counts; // [heads]: numbers of distributions
  private final double[] block; // [keys, BLOCK]
  private final double[] ofBlock = new double[BLOCK];
  private int layers;
  private double divergences;

  QueryDifference(Kernel kernel, int heads, ContentTokens content) {
    this.kernel = kernel;
    this.heads = heads;
    this.content = content;
    this.sums = new double[heads][content.keys().length];
    this.entropies = new double[heads];
    this.counts = new int[heads];
    this.block = new double[content.keys().length * BLOCK];
  }

  /**
   * Adds some queries of a layer.
   *
   * @param weights [heads, count, n]
   * @param start the first of these queries
   * @param n number of keys in the sentence
   */
  void add(float[] weights, int start, int count, int n) {
    for (int head = 0; head < heads; head++) {
      int filled = 0;
      for (int query = 0; query < count; query++) {
        int at = (head * count + query) * n;
        if (content.asks(start + query) && content.rest(weights, at, block, filled, BLOCK)) {
          filled++;
        }
        if (filled == BLOCK || query == count - 1) {
          take(head, filled);
          filled = 0;
        }
      }
    }
  }

  private void take(int head, int filled) {
    int keys = content.keys().length;
    kernel.entropiesOfMeans(block, 0, block, 0, keys, ofBlock);
    for (int i = 0; i < filled; i++) {
      entropies[head] += ofBlock[i];
      for (int key = 0; key < keys; key++) {
        sums[head][key] += block[key * BLOCK + i];
      }
    }
    counts[head] += filled;
  }

  /** Completes a layer after all its queries were added. */
  void endLayer() {
    layers++;
    for (int head = 0; head < heads; head++) {
      if (counts[head] > 0) {
        double ofMean = 0;
        for (double sum : sums[head]) {
          double mean = sum / counts[head];
          ofMean -= mean > 0 ? mean * Log.ln(mean) : 0;
        }
        divergences += Math.max(0, ofMean - entropies[head] / counts[head]);
      }
      Arrays.fill(sums[head], 0);
      entropies[head] = 0;
      counts[head] = 0;
    }
  }

  /**
   * Returns the mean over the heads of all completed layers; 0 if there are fewer than two keys.
   */
  double mean() {
    int keys = content.keys().length;
    return keys < 2 || layers == 0 ? 0 : divergences / Log.ln(keys) / ((double) layers * heads);
  }
}
