package io.corpusattention.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The head statistics of another run, for comparison with those of a page.
 *
 * @param source where they come from, as a sentence
 * @param statistics the statistics that both runs have
 */
public record Comparison(String source, List<Statistic> statistics) {
  /**
   * A statistic of the other run, head by head across all shown layers. In every list, null means
   * undefined.
   *
   * @param mean the mean of each head
   * @param low the lower end of each head's 95% interval
   * @param high the upper end of each head's 95% interval
   * @param difference for each head, the other run's mean minus the page's mean
   * @param differenceLow the lower end of the 95% interval of each difference
   * @param differenceHigh the upper end of the 95% interval of each difference
   */
  public record Statistic(
      String statistic,
      List<Double> mean,
      List<Double> low,
      List<Double> high,
      List<Double> difference,
      List<Double> differenceLow,
      List<Double> differenceHigh) {}

  /**
   * Compares the heads of two runs.
   *
   * <p>The runs are treated as independent samples, so their variances add, and so do the squares
   * of the half-widths of normal intervals. The half-width of the difference is √(a² + b²). If both
   * runs use the same sentences, their means tend to rise and fall together, and this interval is
   * wider than necessary.
   *
   * @param source where the other run comes from, as a sentence
   * @param here the figures of the page
   * @param other the figures of the other run, with the same number of heads in the same order
   * @return the statistics that both have, in the page's order
   * @throws IllegalArgumentException if the numbers of heads differ
   */
  public static Comparison of(String source, CorpusFigures here, CorpusFigures other) {
    List<Statistic> statistics = new ArrayList<>();
    for (CorpusFigures.Statistic one : here.statistics()) {
      other.statistics().stream()
          .filter(two -> two.statistic().equals(one.statistic()))
          .findFirst()
          .ifPresent(two -> statistics.add(compared(one, two)));
    }
    return new Comparison(source, statistics);
  }

  private static Statistic compared(CorpusFigures.Statistic here, CorpusFigures.Statistic other) {
    int heads = here.mean().size();
    if (other.mean().size() != heads) {
      throw new IllegalArgumentException(other.mean().size() + " heads, not " + heads);
    }
    List<Double> difference = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int head = 0; head < heads; head++) {
      Double a = here.mean().get(head);
      Double b = other.mean().get(head);
      Double by = a == null || b == null ? null : Double.valueOf(b - a);
      Double ofHere = halfWidth(here, head);
      Double ofOther = halfWidth(other, head);
      boolean known = by != null && ofHere != null && ofOther != null;
      difference.add(by);
      low.add(known ? Double.valueOf(by - Math.hypot(ofHere, ofOther)) : null);
      high.add(known ? Double.valueOf(by + Math.hypot(ofHere, ofOther)) : null);
    }
    return new Statistic(
        here.statistic(), other.mean(), other.low(), other.high(), difference, low, high);
  }

  /** Returns the half-width of a head's interval, or null if it has none. */
  private static Double halfWidth(CorpusFigures.Statistic of, int head) {
    Double low = of.low().get(head);
    Double high = of.high().get(head);
    return low == null || high == null ? null : Double.valueOf((high - low) / 2);
  }
}
