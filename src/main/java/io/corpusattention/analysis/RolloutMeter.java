package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.util.Arrays;

/**
 * Computes attention rollout: multiplies the attention of a model's layers (Abnar and Zuidema 2020,
 * Quantifying Attention Flow in Transformers). Â_l = ½ (mean over heads of A_l) + ½ I, and R_l =
 * Â_l R_(l−1). The means of the columns of the last R are what each token receives through all
 * layers.
 *
 * <p>The rows of a sentence must come layer by layer. It holds three [n, n] matrices: R, the
 * previous R, and Â.
 */
public final class RolloutMeter {
  private final int heads;
  private final Kernel kernel;
  private float[] layer = {}; // Â: [n, n]
  private float[] product = {}; // R: [n, n padded to panels]
  private float[] packed = {}; // R of the previous layer
  private double[] received = {}; // [n]
  private int n;
  private int stride;

  /**
   * @param heads the number of heads of each row
   */
  public RolloutMeter(int heads, Kernel kernel) {
    this.heads = heads;
    this.kernel = kernel;
  }

  /**
   * Takes a row of self-attention. The last query of a layer completes the layer.
   *
   * @param row the row; its words and syntax may be null
   */
  public void take(MeteredRow row) {
    n = row.numTokens();
    stride = Panels.roundUp(n, kernel.panelWidth());
    grow();
    for (int i = 0; i < row.numQueries(); i++) {
      int query = row.queryStart() + i;
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int head = 0; head < heads; head++) {
          sum += row.attention()[(head * row.numQueries() + i) * n + j];
        }
        layer[query * n + j] = (float) ((sum / heads + (j == query ? 1 : 0)) / 2);
      }
    }
    if (row.queryStart() + row.numQueries() == n) {
      multiply(row.layer() == 0);
    }
  }

  private void grow() {
    int size = Math.multiplyExact(n, stride);
    if (product.length < size) {
      layer = new float[size];
      product = new float[size];
      packed = new float[size];
      received = new double[n];
    }
  }

  private void multiply(boolean first) {
    if (first) {
      for (int query = 0; query < n; query++) {
        System.arraycopy(layer, query * n, product, query * stride, n);
      }
      return;
    }
    kernel.pack(product, 0, stride, n, n, packed, 0);
    kernel.multiply(n, n, n, layer, 0, n, packed, 0, product, 0, stride);
  }

  /**
   * Returns what each token receives, [n], with the sum 1. It is valid until the next row is taken.
   */
  public double[] received() {
    Arrays.fill(received, 0, n, 0);
    for (int query = 0; query < n; query++) {
      for (int j = 0; j < n; j++) {
        received[j] += product[query * stride + j];
      }
    }
    for (int j = 0; j < n; j++) {
      received[j] /= n;
    }
    return received;
  }

  /** Adds what each class of tokens receives to the sums of a sentence. */
  void measure(TokenMarks marks, SentenceSums sums) {
    double[] of = received();
    add(sums, Statistic.SHARE_FIRST.ordinal(), of[0]);
    add(sums, Statistic.SHARE_LAST.ordinal(), of[n - 1]);
    double special = 0;
    double punctuation = 0;
    for (int j = 0; marks != null && j < n; j++) {
      special += marks.special()[j] ? of[j] : 0;
      punctuation += marks.punctuation()[j] ? of[j] : 0;
      if (marks.names()[j] >= 0) {
        add(sums, Measures.special(marks.names()[j]), of[j]);
      }
    }
    add(sums, Statistic.SHARE_SPECIAL.ordinal(), special);
    add(sums, Statistic.SHARE_PUNCTUATION.ordinal(), punctuation);
  }

  /** Adds a value once for each query of the sentence. */
  private void add(SentenceSums sums, int place, double value) {
    sums.rollout.add(place, Math.multiplyExact(WideSums.fixed(value), (long) n));
  }
}
