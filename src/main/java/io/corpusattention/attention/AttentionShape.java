package io.corpusattention.attention;

import java.io.Serializable;

/**
 * The widths that weights and heads decide.
 *
 * @param modelWidth d_model, values of one embedding
 * @param heads query heads
 * @param kvHeads key-value heads
 * @param keyWidth d_k, width of one head's queries and keys
 * @param valueWidth d_v, width of one head's values
 */
public record AttentionShape(int modelWidth, int heads, int kvHeads, int keyWidth, int valueWidth)
    implements Serializable {
  /**
   * Fits weights and heads together.
   *
   * @throws BadSettingException where they do not fit, naming the matrix, its shape and the remedy
   */
  public static AttentionShape of(ProjectionWeights weights, AttentionConfig config) {
    Matrix q = weights.query();
    Matrix k = weights.key();
    Matrix v = weights.value();
    String source = weights.source();
    for (boolean ofKeys : new boolean[] {true, false}) {
      Matrix other = ofKeys ? k : v;
      if (other.rows() != q.rows()) {
        throw new BadSettingException(
            "--weights "
                + source
                + ": "
                + (ofKeys ? "W_k " : "W_v ")
                + other.shape()
                + " and W_q "
                + q.shape()
                + " take embeddings of different widths; self-attention needs the same first"
                + " dimension, d_model, in all three");
      }
    }
    int keyWidth = headWidth(source, "W_q", q, "--heads", config.heads());
    int keyWidthOfKeys = headWidth(source, "W_k", k, "--kv-heads", config.kvHeads());
    int valueWidth = headWidth(source, "W_v", v, "--kv-heads", config.kvHeads());
    if (keyWidth != keyWidthOfKeys) {
      throw new BadSettingException(
          "--weights "
              + source
              + ": W_q "
              + q.shape()
              + " gives each of --heads "
              + config.heads()
              + " queries of width "
              + keyWidth
              + ", but W_k "
              + k.shape()
              + " gives each of"
              + " --kv-heads "
              + config.kvHeads()
              + " keys of width "
              + keyWidthOfKeys
              + "; the two must be equal");
    }
    config.factor(keyWidth); // refuses a scale and a temperature that overflow together
    return new AttentionShape(q.rows(), config.heads(), config.kvHeads(), keyWidth, valueWidth);
  }

  private static int headWidth(
      String source, String name, Matrix matrix, String option, int heads) {
    if (matrix.columns() % heads != 0) {
      throw new BadSettingException(
          option
              + " "
              + heads
              + ": does not divide the "
              + matrix.columns()
              + " columns of "
              + name
              + " "
              + matrix.shape()
              + " in "
              + source);
    }
    return matrix.columns() / heads;
  }

  /** Width of a context vector: heads side by side. */
  public int contextWidth() {
    return heads * valueWidth;
  }

  /** The key-value head that a query head uses. */
  int kvHead(int head) {
    return head / (heads / kvHeads);
  }

  /** Columns of Q, K and V side by side. */
  int projectedWidth() {
    return heads * keyWidth + kvHeads * (keyWidth + valueWidth);
  }

  /** First of those columns of a key-value head's keys. */
  int keyColumn(int kvHead) {
    return heads * keyWidth + kvHead * keyWidth;
  }

  /** First of those columns of a key-value head's values. */
  int valueColumn(int kvHead) {
    return (heads + kvHeads) * keyWidth + kvHead * valueWidth;
  }
}
