package io.corpusattention.report;

import java.util.List;

/**
 * The figures of heads of another run beside those of a page.
 *
 * @param source where they are from, as a sentence
 * @param statistics those that both runs have
 */
public record Comparison(String source, List<Statistic> statistics) {
  /**
   * A statistic of the other run, head by head through all layers that are shown.
   *
   * @param mean of each head; null where it is undefined, as in all that follow
   * @param low of each head, the lower end of its 95 % interval
   * @param high of each head, the upper end
   * @param difference of each head: the other run's mean less that of the page
   * @param differenceLow of each head, the lower end of the difference's 95 % interval
   * @param differenceHigh of each head, the upper end
   */
  public record Statistic(
      String statistic,
      List<Double> mean,
      List<Double> low,
      List<Double> high,
      List<Double> difference,
      List<Double> differenceLow,
      List<Double> differenceHigh) {}
}
