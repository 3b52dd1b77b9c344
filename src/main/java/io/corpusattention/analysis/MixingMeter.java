package io.corpusattention.analysis;

import io.corpusattention.math.Kernel;
import java.util.Arrays;

/**
 * Measures how much a token's vector is mixed with others' in a layer with a residual connection
 * and LayerNorm behind it (Kobayashi et al. 2021, Incorporating Residual and Normalization Layers
 * into Analysis of Masked Language Models): with f the value, its bias and W_o, what comes from
 * other tokens is m = Σ_(j≠i) Σ_h α_ij^h f^h(x_j), what stays is s = Σ_h α_ii^h f^h(x_i) + x_i.
 * Each goes through the linear part of LayerNorm, L(z) = γ (z − mean z) / σ, with the σ of the
 * whole, which the ratio ‖L(m)‖ / (‖L(m)‖ + ‖L(s)‖) cancels. No [n, n, d] vectors exist.
 */
final class MixingMeter {
  /** Queries whose vectors are made at once. */
  private static final int BLOCK = 64;

  private final int heads;
  private final int kvHeads;
  private final int valueWidth;
  private final Kernel kernel;

  // Of the sentence that was taken last.
  private float[] values; // [n, kvHeads · d_v]
  private float[] inputs; // [n, d_model]
  private LayerOutput output;

  // Of BLOCK queries.
  private final double[] sums; // [d_v]
  private float[] contexts = {}; // [BLOCK, heads · d_v]
  private float[] product = {}; // [BLOCK, stride]
  private double[] vectors = {}; // [BLOCK, d_model]

  private double[] ratios = {}; // [numQueries] of the row that was measured last

  MixingMeter(int heads, int kvHeads, int valueWidth, Kernel kernel) {
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.valueWidth = valueWidth;
    this.kernel = kernel;
    this.sums = new double[valueWidth];
  }

  /** Takes a sentence, as {@link NormMeter#take}. */
  void take(float[] sentenceValues, float[] sentenceInputs, int n, LayerOutput of) {
    values = sentenceValues;
    inputs = sentenceInputs;
    output = of;
    if (product.length < BLOCK * of.stride()) {
      contexts = new float[BLOCK * heads * valueWidth];
      product = new float[BLOCK * of.stride()];
      vectors = new double[BLOCK * of.columns()];
    }
  }

  /** Measures the queries of a row of that sentence. */
  void measure(MeteredRow row) {
    if (ratios.length < row.numQueries()) {
      ratios = new double[row.numQueries()];
    }
    for (int from = 0; from < row.numQueries(); from += BLOCK) {
      int count = Math.min(BLOCK, row.numQueries() - from);
      for (int i = 0; i < count; i++) {
        gather(row, from + i, i, false);
      }
      transform(row.queryStart() + from, count, false);
      for (int i = 0; i < count; i++) {
        ratios[from + i] = length(i);
        gather(row, from + i, i, true);
      }
      transform(row.queryStart() + from, count, true);
      for (int i = 0; i < count; i++) {
        double mixed = ratios[from + i];
        double both = mixed + length(i);
        ratios[from + i] = both > 0 ? mixed / both : 0;
      }
    }
  }

  /** The mixing ratio of a query, counted from the first of the row. */
  double ratio(int query) {
    return ratios[query];
  }

  /** Weighted values: of the query's own token, or of all others. */
  private void gather(MeteredRow row, int i, int to, boolean own) {
    int n = row.numTokens();
    int query = row.queryStart() + i;
    for (int head = 0; head < heads; head++) {
      Arrays.fill(sums, 0);
      int weights = (head * row.numQueries() + i) * n;
      for (int j = own ? query : 0; j < (own ? query + 1 : n); j++) {
        if (own || j != query) {
          double weight = row.attention()[weights + j];
          int from = (j * kvHeads + head / (heads / kvHeads)) * valueWidth;
          for (int d = 0; d < valueWidth; d++) {
            sums[d] += weight * values[from + d];
          }
        }
      }
      for (int d = 0; d < valueWidth; d++) {
        contexts[(to * heads + head) * valueWidth + d] = (float) sums[d];
      }
    }
  }

  /** Context vectors times W_o, and x where it stays. */
  private void transform(int query, int count, boolean own) {
    int width = output.columns();
    for (int i = 0; i < count * width; i++) {
      vectors[i] = own ? inputs[query * width + i] : 0;
    }
    for (int head = 0; head < heads; head++) {
      kernel.multiply(
          count,
          valueWidth,
          width,
          contexts,
          head * valueWidth,
          heads * valueWidth,
          output.panels()[head],
          0,
          product,
          0,
          output.stride());
      for (int i = 0; i < count; i++) {
        for (int d = 0; d < width; d++) {
          vectors[i * width + d] += product[i * output.stride() + d];
        }
      }
    }
  }

  /** The length of a vector behind LayerNorm's linear part, without its σ. */
  private double length(int i) {
    int width = output.columns();
    double mean = 0;
    for (int d = 0; d < width; d++) {
      mean += vectors[i * width + d];
    }
    mean /= width;
    double squares = 0;
    for (int d = 0; d < width; d++) {
      double scaled = output.gamma()[d] * (vectors[i * width + d] - mean);
      squares += scaled * scaled;
    }
    return Math.sqrt(squares);
  }
}
