package io.corpusattention.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Names for what a head does, by rules on the means of its statistics over sentences. The bounds
 * for neighbors and classes are those of Clark et al. 2019. Their bound for broad heads, 3.8 nats,
 * is 0.78 of the maximum for their sentences of 128 tokens. It is applied here to normalized
 * entropy, which does not grow with the length of a sentence. A head is labeled as a sink if it has
 * one in most sentences (Gu et al. 2024).
 */
public final class HeadLabels {
  /**
   * A head gets the label of a neighbor, or of the token itself, if it gives it more than this
   * share.
   */
  public static final double NEIGHBOUR = 0.5;

  /** A head gets the label of a class of tokens if it gives it more than this share. */
  public static final double CLASS = 0.6;

  /** A head with at least this normalized entropy is broad. */
  public static final double BROAD = 0.78;

  /** A head gets the label of a sink if it has one in more than this share of the sentences. */
  public static final double SINK = 0.5;

  /**
   * A head gets the label for repeated tokens if it gives more than this share to earlier
   * occurrences of a token, or to the tokens after them. Only queries that have such tokens count.
   */
  public static final double REPEATED = 0.4;

  private record Rule(String label, double above) {}

  private static final Map<Statistic, Rule> RULES =
      Map.ofEntries(
          Map.entry(Statistic.SHARE_PREVIOUS, new Rule("previous", NEIGHBOUR)),
          Map.entry(Statistic.SHARE_NEXT, new Rule("next", NEIGHBOUR)),
          Map.entry(Statistic.SHARE_SELF, new Rule("self", NEIGHBOUR)),
          Map.entry(Statistic.SHARE_FIRST, new Rule("first", CLASS)),
          Map.entry(Statistic.SHARE_LAST, new Rule("last", CLASS)),
          Map.entry(Statistic.SHARE_SPECIAL, new Rule("special", CLASS)),
          Map.entry(Statistic.SHARE_PUNCTUATION, new Rule("punctuation", CLASS)),
          Map.entry(Statistic.NORMALIZED_ENTROPY, new Rule("broad", Math.nextDown(BROAD))),
          Map.entry(Statistic.SINK_SENTENCES, new Rule("sink", SINK)),
          Map.entry(Statistic.SHARE_DUPLICATE, new Rule("duplicate", REPEATED)),
          Map.entry(Statistic.SHARE_INDUCTION, new Rule("induction", REPEATED)));

  private HeadLabels() {}

  /**
   * Returns the labels of a head, in the order of the statistics.
   *
   * @param estimates the available statistics, by name
   */
  public static List<String> of(Map<String, Estimate> estimates) {
    List<String> labels = new ArrayList<>();
    for (Statistic statistic : Statistic.values()) {
      Rule rule = RULES.get(statistic);
      Estimate estimate = estimates.get(statistic.id());
      if (rule != null && estimate != null && estimate.sentenceMean() > rule.above()) {
        labels.add(rule.label());
      }
    }
    return labels;
  }
}
