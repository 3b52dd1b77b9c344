package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.math.Kernel;

/**
 * Measures attention by the length of the vectors it moves (Kobayashi et al. 2020, Attention is Not
 * Only a Weight). For query i and key j, this is α_ij ‖v_j W_o^h‖ in head h, where the value
 * includes its bias, and ‖Σ_h α_ij^h v_j^h W_o^h‖ for all heads together. Without W_o, the heads'
 * values are side by side, as in a context vector.
 *
 * <p>Lengths are divided by their sum over the keys, which makes them a distribution, as the
 * weights are. The [heads, n, n, d] transformed vectors are never created: if the [heads, heads]
 * matrix G_j holds the inner products of v_j^h W_o^h, the squared length of a weighted sum is αᵀ
 * G_j α.
 */
public final class NormMeter {
  /** The number of keys that are transformed at once. */
  private static final int BLOCK = 64;

  private final int heads;
  private final int kvHeads;
  private final int valueWidth;
  private final Kernel kernel;
  private final MixingMeter mixing;
  private LayerOutput output; // of the current layer, or null
  private boolean mixes; // whether to measure the sentence's mixing ratio
  private int start; // the first query of the row
  private float[] transformed = {}; // [heads, BLOCK, stride]

  private double[]
      gram = {}; // [n, heads, heads], or [n, heads], its diagonal, without output weights
  private double[] lengths = {}; // [n]
  private final double[] column; // [heads]: the weights of one key

  /**
   * @param kvHeads the number of key-value heads; heads / kvHeads heads share each
   */
  public NormMeter(int heads, int kvHeads, int valueWidth, Kernel kernel) {
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.valueWidth = valueWidth;
    this.kernel = kernel;
    this.mixing = new MixingMeter(heads, kvHeads, valueWidth, kernel);
    this.column = new double[heads];
  }

  /**
   * Takes the values of a sentence, which replace those of the previous one.
   *
   * @param values [n, kvHeads · d_v], with their bias
   * @param inputs x, [n, d_model], to measure mixing; or null
   * @param of the output of the layer, or null
   */
  public void take(float[] values, float[] inputs, int n, LayerOutput of) {
    output = of;
    mixes = inputs != null && of != null && of.gamma() != null;
    if (mixes) {
      mixing.take(values, inputs, n, of);
    }
    int entries = output == null ? heads : heads * heads;
    if (gram.length < n * entries) {
      gram = new double[n * entries];
    }
    if (lengths.length < n) {
      lengths = new double[n];
    }
    if (output == null) {
      takeLengths(values, n);
      return;
    }
    if (transformed.length < heads * BLOCK * output.stride()) {
      transformed = new float[heads * BLOCK * output.stride()];
    }
    for (int from = 0; from < n; from += BLOCK) {
      takeBlock(values, from, Math.min(BLOCK, n - from));
    }
  }

  private void takeLengths(float[] values, int n) {
    for (int j = 0; j < n; j++) {
      for (int head = 0; head < heads; head++) {
        gram[j * heads + head] = product(values, valueAt(j, head), valueAt(j, head), valueWidth);
      }
    }
  }

  private int valueAt(int key, int head) {
    return (key * kvHeads + head / (heads / kvHeads)) * valueWidth;
  }

  private void takeBlock(float[] values, int from, int count) {
    for (int head = 0; head < heads; head++) {
      kernel.multiply(
          count,
          valueWidth,
          output.columns(),
          values,
          valueAt(from, head),
          kvHeads * valueWidth,
          output.panels()[head],
          0,
          transformed,
          head * BLOCK * output.stride(),
          output.stride());
    }
    for (int j = 0; j < count; j++) {
      int at = (from + j) * heads * heads;
      for (int head = 0; head < heads; head++) {
        for (int other = 0; other <= head; other++) {
          double product =
              product(
                  transformed,
                  (head * BLOCK + j) * output.stride(),
                  (other * BLOCK + j) * output.stride(),
                  output.columns());
          gram[at + head * heads + other] = product;
          gram[at + other * heads + head] = product;
        }
      }
    }
  }

  private static double product(float[] values, int a, int b, int length) {
    double sum = 0;
    for (int d = 0; d < length; d++) {
      sum += (double) values[a + d] * values[b + d];
    }
    return sum;
  }

  /** Begins a row of the current sentence. */
  void begin(MeteredRow row) {
    start = row.queryStart();
    if (mixes) {
      mixing.measure(row);
    }
  }

  /** Returns whether mixing is measured for the current sentence. */
  boolean mixes() {
    return mixes;
  }

  /**
   * Measures a query of the current sentence.
   *
   * @param weights [heads, n]
   * @param sums the sums of the sentence
   * @param at the position in the sums of this meter's first row; it has a row for each head, then
   *     one for all heads
   */
  void measure(
      double[][] weights,
      int n,
      int query,
      TokenMarks marks,
      StatisticMeter meter,
      SentenceSums sums,
      int at) {
    for (int head = 0; head <= heads; head++) {
      double total = 0;
      for (int j = 0; j < n; j++) {
        lengths[j] = Math.sqrt(head < heads ? squared(weights, head, j) : squared(weights, j));
        total += lengths[j];
      }
      for (int j = 0; j < n && total > 0; j++) {
        lengths[j] /= total;
      }
      int row = at + head * sums.size();
      double entropy = StatisticMeter.entropy(lengths, n);
      meter.measure(lengths, entropy, n, query, marks, sums.values, row);
      sums.values.add(row + Statistic.LENGTH.ordinal(), WideSums.fixed(total));
    }
    if (mixes) {
      int row = at + heads * sums.size() + Statistic.MIXING_RATIO.ordinal();
      sums.values.add(row, WideSums.fixed(mixing.ratio(query - start)));
    }
  }

  /** Returns the squared length of the vector that one head moves from a key. */
  private double squared(double[][] weights, int head, int key) {
    double weight = weights[head][key];
    double own =
        output == null ? gram[key * heads + head] : gram[(key * heads + head) * heads + head];
    return weight * weight * own;
  }

  /** Returns the squared length of the vector that all heads together move from a key. */
  private double squared(double[][] weights, int key) {
    for (int head = 0; head < heads; head++) {
      column[head] = weights[head][key];
    }
    double sum = 0;
    for (int head = 0; head < heads; head++) {
      if (output == null) {
        sum += column[head] * column[head] * gram[key * heads + head];
      } else {
        double inner = 0;
        for (int other = 0; other < heads; other++) {
          inner += gram[(key * heads + head) * heads + other] * column[other];
        }
        sum += column[head] * inner;
      }
    }
    return Math.max(sum, 0); // may be slightly negative if vectors cancel out
  }
}
