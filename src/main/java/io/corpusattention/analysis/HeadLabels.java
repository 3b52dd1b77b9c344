package io.corpusattention.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Names for what a head does, by rules on its statistics' means over sentences. The bounds for
 * neighbours and classes are those of Clark et al. 2019; theirs for broad heads, 3.8 nats, is 0.78
 * of the most that their sentences of 128 tokens allow, and is applied here to normalised entropy,
 * which does not grow with a sentence's length. A sink is one in most sentences (Gu et al. 2024).
 */
public final class HeadLabels {
  /** A head that gives so much to one neighbour or to the token itself has its name. */
  public static final double NEIGHBOUR = 0.5;

  /** A head that gives so much to a class of tokens has its name. */
  public static final double CLASS = 0.6;

  /** A head of at least this normalised entropy is broad. */
  public static final double BROAD = 0.78;

  /** A head that has a sink in more than this part of the sentences has that name. */
  public static final double SINK = 0.5;

  /**
   * A head that gives so much to earlier tokens of the same kind, or to what follows them, over
   * those that have such, has its name.
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
   * The labels of a head, in the order of the statistics.
   *
   * @param estimates of the statistics that there are, by their names
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
