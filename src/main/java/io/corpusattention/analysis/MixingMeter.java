package io.corpusattention.analysis;

import io.corpusattention.math.Kernel;
import java.util.Arrays;

/**
 * Measures how much a layer mixes a token's vector with others, if a residual connection and
 * LayerNorm follow its attention (Kobayashi et al. 2021, Incorporating Residual and Normalization
 * Layers into Analysis of Masked Language Models). Let f^h be the value of head h with its bias,
 * times W_o. The part from other tokens is m = Σ_(j≠i) Σ_h α_ij^h f^h(x_j). The part that is kept
 * is s = Σ_h α_ii^h f^h(x_i) + x_i. Both go through the linear part of LayerNorm, L(z) = γ (z −
 * mean z) / σ, where σ is that of the sum and cancels out in the ratio ‖L(m)‖ / (‖L(m)‖ + ‖L(s)‖).
 * The [n, n, d] vectors are never created.
 */
final class MixingMeter {
  /** The number of queries whose vectors are computed at once. */
  private static final int BLOCK = 64;

  private final int heads;
  private final int kvHeads;
  private final int valueWidth;
  private final Kernel kernel;

  // The current sentence.
  private float[] values; // [n, kvHeads · d_v]
  private float[] inputs; // [n, d_model]
  private LayerOutput output;

  // Scratch arrays, most of them for BLOCK queries.
  private final double[] sums; // [d_v]
  private float[] contexts = {}; // [BLOCK, heads · d_v]
  private float[] product = {}; // [BLOCK, stride]
  private double[] vectors = {}; // [BLOCK, d_model]

  private double[] ratios = {}; // [numQueries] of the last row measured

  MixingMeter(int heads, int kvHeads, int valueWidth, Kernel kernel) {
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.valueWidth = valueWidth;
    this.kernel = kernel;
    this.sums = new double[valueWidth];
  }

  /** Takes a sentence, as {@link NormMeter#take} does. */
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

  /** Measures the queries of a row of the current sentence. */
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

  /** Returns the mixing ratio of a query, numbered from the first of the row. */
  double ratio(int query) {
    return ratios[query];
  }

  /** Sums the weighted values of the query's own token, or of all other tokens. */
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

  /** Multiplies context vectors with W_o, and adds x to the part that is kept. */
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

  /** Returns the length of a vector after the linear part of LayerNorm, without dividing by σ. */
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
