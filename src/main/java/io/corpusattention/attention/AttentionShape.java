package io.corpusattention.attention;

import java.io.Serializable;

/**
 * The widths that follow from the weights and the number of heads.
 *
 * @param modelWidth d_model, the number of values in an embedding
 * @param queryWidth the number of values in a query; d_model unless queries come from elsewhere
 * @param heads query heads
 * @param kvHeads key-value heads
 * @param keyWidth d_k, width of one head's queries and keys
 * @param valueWidth d_v, width of one head's values
 */
public record AttentionShape(
    int modelWidth, int queryWidth, int heads, int kvHeads, int keyWidth, int valueWidth)
    implements Serializable {
  /**
   * Checks that weights, heads and queries fit together, and returns their shape.
   *
   * @throws BadSettingException if they do not fit; its message gives the matrix, its shape and the
   *     remedy
   */
  public static AttentionShape of(
      ProjectionWeights weights, AttentionConfig config, Queries queries) {
    Matrix q = weights.query();
    Matrix k = weights.key();
    Matrix v = weights.value();
    String source = weights.source();
    if (queries instanceof Queries.Self) {
      String remedy = "self-attention needs one first dimension, d_model, in all three";
      if (k.rows() != q.rows()) {
        throw differentWidths(source, "W_k", k, "W_q", q, remedy);
      }
      if (v.rows() != q.rows()) {
        throw differentWidths(source, "W_v", v, "W_q", q, remedy);
      }
    } else if (!(config.mask() instanceof Mask.None)) {
      throw Setting.MASK
          .of(config.mask())
          .bad(
              "is for self-attention; queries from elsewhere have no place in the sentence,"
                  + " leave the mask out");
    }
    if (k.rows() != v.rows()) {
      throw differentWidths(source, "W_v", v, "W_k", k, "both take the sentence's d_model");
    }
    if (queries instanceof Queries.Fixed fixed && fixed.embeddings().columns() != q.rows()) {
      throw Setting.QUERY
          .of(fixed.source())
          .bad(
              "its embeddings "
                  + fixed.embeddings().shape()
                  + " are of width "
                  + fixed.embeddings().columns()
                  + ", but W_q "
                  + q.shape()
                  + " in "
                  + source
                  + " takes a width of "
                  + q.rows());
    }
    Given heads = Setting.HEADS.of(config.heads());
    Given kvHeads = Setting.KV_HEADS.of(config.kvHeads());
    int keyWidth = HeadCheck.width(heads, config.heads(), q, "W_q", source);
    int keyWidthOfKeys = HeadCheck.width(kvHeads, config.kvHeads(), k, "W_k", source);
    int valueWidth = HeadCheck.width(kvHeads, config.kvHeads(), v, "W_v", source);
    if (keyWidth != keyWidthOfKeys) {
      throw Setting.WEIGHTS
          .of(source)
          .bad(
              "W_q " + q.shape() + " gives each of ",
              heads,
              " queries of width " + keyWidth + ", but W_k " + k.shape() + " gives each of ",
              kvHeads,
              " keys of width " + keyWidthOfKeys + "; the two must be equal");
    }
    config.factor(keyWidth); // throws if scale ÷ temperature overflows
    return new AttentionShape(
        k.rows(), q.rows(), config.heads(), config.kvHeads(), keyWidth, valueWidth);
  }

  private static BadSettingException differentWidths(
      String source, String name, Matrix matrix, String otherName, Matrix other, String remedy) {
    return Setting.WEIGHTS
        .of(source)
        .bad(
            name
                + " "
                + matrix.shape()
                + " and "
                + otherName
                + " "
                + other.shape()
                + " take embeddings of different widths; "
                + remedy);
  }

  /** Returns the width of a context vector: all heads side by side. */
  public int contextWidth() {
    return heads * valueWidth;
  }

  /** Returns the key-value head that a query head uses. */
  public int kvHead(int head) {
    return head / (heads / kvHeads);
  }

  /** Returns the number of columns of Q. */
  public int queryColumns() {
    return heads * keyWidth;
  }

  /** Returns the number of columns of K and V together. */
  public int keyValueColumns() {
    return kvHeads * (keyWidth + valueWidth);
  }

  /** Returns the first column of a key-value head's keys, with K and V side by side. */
  public int keyColumn(int kvHead) {
    return kvHead * keyWidth;
  }

  /** Returns the first column of a key-value head's values, with K and V side by side. */
  public int valueColumn(int kvHead) {
    return kvHeads * keyWidth + kvHead * valueWidth;
  }
}
