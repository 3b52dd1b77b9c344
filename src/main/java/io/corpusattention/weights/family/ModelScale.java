package io.corpusattention.weights.family;

/**
 * How a model scales its scores, where that is not 1/√d_k. It is a rule and no number, for d_k
 * depends on the heads, which a user may set otherwise than the model.
 *
 * @param byKeyWidth whether 1/√d_k is a factor of the scale
 * @param divisor what the scale is divided by beside that
 */
public record ModelScale(boolean byKeyWidth, int divisor) {
  /**
   * The scale.
   *
   * @param columns of W_q, heads · d_k
   */
  public double of(int columns, int heads) {
    return (byKeyWidth ? 1 / Math.sqrt((double) columns / heads) : 1) / divisor;
  }
}
