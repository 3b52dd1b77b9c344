package io.corpusattention.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Names for what a head does, by rules on its statistics' means over sentences. The bounds for
 * neighbours and classes are those of Clark et al. 2019; theirs for broad heads, 3.8 nats, is 0.78
 * of the most that their sentences of 128 tokens allow, and is applied here to normalised entropy,
 * which does not grow with a sentence's length.
 */
public final class HeadLabels {
  /** A head that gives so much to one neighbour or to the token itself has its name. */
  public static final double NEIGHBOUR = 0.5;

  /** A head that gives so much to a class of tokens has its name. */
  public static final double CLASS = 0.6;

  /** A head of at least this normalised entropy is broad. */
  public static final double BROAD = 0.78;

  private static final Map<Statistic, String> NEIGHBOURS =
      Map.of(
          Statistic.SHARE_PREVIOUS, "previous",
          Statistic.SHARE_NEXT, "next",
          Statistic.SHARE_SELF, "self");

  private static final Map<Statistic, String> CLASSES =
      Map.of(
          Statistic.SHARE_FIRST, "first",
          Statistic.SHARE_LAST, "last",
          Statistic.SHARE_SPECIAL, "special",
          Statistic.SHARE_PUNCTUATION, "punctuation");

  private HeadLabels() {}

  /**
   * The labels of a head, in the order of the statistics.
   *
   * @param estimates of the statistics that there are
   */
  public static List<String> of(Map<Statistic, Estimate> estimates) {
    List<String> labels = new ArrayList<>();
    for (Statistic statistic : Statistic.values()) {
      Estimate estimate = estimates.get(statistic);
      if (estimate == null) {
        continue;
      }
      double mean = estimate.sentenceMean();
      if (NEIGHBOURS.containsKey(statistic) && mean > NEIGHBOUR) {
        labels.add(NEIGHBOURS.get(statistic));
      } else if (CLASSES.containsKey(statistic) && mean > CLASS) {
        labels.add(CLASSES.get(statistic));
      } else if (statistic == Statistic.NORMALIZED_ENTROPY && mean >= BROAD) {
        labels.add("broad");
      }
    }
    return labels;
  }
}
