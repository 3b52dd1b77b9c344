package io.corpusattention.analysis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What attention does over a corpus.
 *
 * @param sentences measured
 * @param queries of these; their tokens, in self-attention
 * @param heads for each head its statistics, those that the corpus has
 * @param norms the same of lengths, as {@link NormMeter} has them: for each head, and last for all
 *     heads together; empty where lengths were not measured
 * @param divergences between heads, each pair once
 * @param words links between words, and words that receive most
 */
public record CorpusFindings(
    long sentences,
    long queries,
    List<Map<Statistic, Estimate>> heads,
    List<Map<Statistic, Estimate>> norms,
    List<Divergence> divergences,
    WordFindings words) {
  /**
   * How much two heads differ.
   *
   * @param estimate of the Jensen-Shannon divergence, in nats
   */
  public record Divergence(int head, int otherHead, Estimate estimate) {}

  /**
   * From sums that are complete.
   *
   * @param selfAttention whether queries are the sentence's own tokens
   * @param tokens whether keys have tokens
   */
  public static CorpusFindings of(
      CorpusSums sums, int heads, boolean selfAttention, boolean tokens, WordFindings words) {
    List<Map<Statistic, Estimate>> statistics = new ArrayList<>();
    for (int row = 0; row < sums.rows(); row++) {
      Map<Statistic, Estimate> of = new EnumMap<>(Statistic.class);
      for (Statistic statistic : Statistic.values()) {
        Estimate estimate = sums.estimate(row, statistic);
        boolean there = row >= heads || statistic != Statistic.LENGTH;
        if (there && statistic.isOf(selfAttention, tokens) && estimate != null) {
          of.put(statistic, estimate);
        }
      }
      statistics.add(of);
    }
    List<Divergence> divergences = new ArrayList<>();
    for (int head = 0; head < heads; head++) {
      for (int other = head + 1; other < heads && sums.sentences() > 0; other++) {
        divergences.add(new Divergence(head, other, sums.divergence(head, other, heads)));
      }
    }
    return new CorpusFindings(
        sums.sentences(),
        sums.queries(),
        statistics.subList(0, heads),
        statistics.subList(heads, statistics.size()),
        divergences,
        words);
  }

  /** Labels of each head. */
  public List<List<String>> labels() {
    return heads.stream().map(HeadLabels::of).toList();
  }
}
