package io.corpusattention.weights.family;

/**
 * How a model scales its scores, if not by 1/√d_k. It is a rule and not a number, because d_k
 * depends on the number of heads, which a user may override.
 *
 * @param byKeyWidth whether 1/√d_k is a factor of the scale
 * @param divisor an additional divisor of the scale
 */
public record ModelScale(boolean byKeyWidth, int divisor) {
  /**
   * Returns the scale.
   *
   * @param columns the columns of W_q, heads · d_k
   */
  public double of(int columns, int heads) {
    return (byKeyWidth ? 1 / Math.sqrt((double) columns / heads) : 1) / divisor;
  }
}
