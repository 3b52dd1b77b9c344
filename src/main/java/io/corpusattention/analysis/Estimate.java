package io.corpusattention.analysis;

import java.math.BigInteger;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What a corpus tells of a quantity that every query of a sentence has.
 *
 * @param sentenceMean mean over sentences of the mean over a sentence's queries
 * @param low lower end of the 95 % interval of that mean, by Student's t with sentences as the
 *     unit, since the queries of one sentence are not independent; NaN for one sentence
 * @param high upper end
 * @param tokenMean mean over all queries, which are the tokens in self-attention
 * @param sentences that have the quantity
 * @param tokens queries of these
 */
public record Estimate(
    double sentenceMean, double low, double high, double tokenMean, long sentences, long tokens) {
  private static final double UPPER = 0.975;

  /**
   * From sums in fixed point.
   *
   * @param sum of the sentences' values
   * @param squares of their squares
   * @param tokenSum of all queries' values
   * @param heads of each query whose values are added up in that
   * @return null where no sentence has the quantity
   */
  static Estimate of(
      BigInteger sum,
      BigInteger squares,
      BigInteger tokenSum,
      long sentences,
      long tokens,
      int heads) {
    if (sentences == 0) {
      return null;
    }
    double mean = sum.doubleValue() / WideSums.ONE / sentences;
    double half = Double.NaN;
    if (sentences > 1) {
      BigInteger n = BigInteger.valueOf(sentences);
      // n Σx² − (Σx)², exact: no digit is lost where values are close to each other.
      double spread = n.multiply(squares).subtract(sum.multiply(sum)).doubleValue();
      double variance = spread / (WideSums.ONE * WideSums.ONE) / sentences / (sentences - 1.0);
      half =
          new TDistribution(null, sentences - 1.0).inverseCumulativeProbability(UPPER)
              * Math.sqrt(variance / sentences);
    }
    return new Estimate(
        mean,
        mean - half,
        mean + half,
        tokenSum.doubleValue() / WideSums.ONE / tokens / heads,
        sentences,
        tokens);
  }
}
