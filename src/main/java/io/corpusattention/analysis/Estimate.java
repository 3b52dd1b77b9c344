package io.corpusattention.analysis;

import java.math.BigInteger;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The estimate of a per-query quantity over a corpus.
 *
 * @param sentenceMean the mean over sentences of the mean over a sentence's queries
 * @param low the lower end of the 95% confidence interval of that mean, by Student's t. The unit is
 *     the sentence, because the queries of one sentence are not independent. NaN if there is only
 *     one sentence
 * @param high the upper end of that interval
 * @param tokenMean the mean over all queries, which are the tokens in self-attention
 * @param sentences the number of sentences that have the quantity
 * @param tokens the number of their queries that have it
 */
public record Estimate(
    double sentenceMean, double low, double high, double tokenMean, long sentences, long tokens) {
  private static final double UPPER = 0.975;

  /**
   * Returns an estimate from fixed-point sums. See {@link WideSums} for their units.
   *
   * @param sum the sum of the sentences' means
   * @param squares the sum of their squares
   * @param tokenSum the sum of the values of all queries
   * @param heads the number of heads whose values are summed in tokenSum for each query
   * @return null if no sentence has the quantity
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
      // n Σx² − (Σx)², computed exactly so that no digits are lost if the values are nearly equal.
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
