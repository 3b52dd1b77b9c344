package io.corpusattention.report;

import java.util.ArrayList;
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

  /**
   * Compares the heads of two runs.
   *
   * <p>The runs are taken for independent samples: variances add, and so do the squares of half the
   * widths of normal intervals; that of the difference is √(a² + b²). Where both runs are of the
   * same sentences their means tend to rise and fall together, and the interval is wider than it
   * need be.
   *
   * @param source where the other run is from, as a sentence
   * @param here the figures of the page
   * @param other those of the other run, of as many heads, in the same order
   * @return the statistics that both have, in the page's order
   * @throws IllegalArgumentException where the numbers of heads differ
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

  /** Of a head's interval; null where it has none. */
  private static Double halfWidth(CorpusFigures.Statistic of, int head) {
    Double low = of.low().get(head);
    Double high = of.high().get(head);
    return low == null || high == null ? null : Double.valueOf((high - low) / 2);
  }
}
