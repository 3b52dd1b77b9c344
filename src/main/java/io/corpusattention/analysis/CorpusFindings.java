package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.WordFindings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * The results of measuring attention over a corpus.
 *
 * @param sentences the number of sentences measured
 * @param queries the number of their queries, which are their tokens in self-attention
 * @param heads the heads, layer by layer, each with the statistics that this corpus has
 * @param layers the layers, each with the means over its heads
 * @param norms the same statistics of lengths, see {@link NormMeter}: for each layer, its heads and
 *     then all heads together; empty if lengths were not measured
 * @param rollout what each class of tokens receives from the attention rollout; empty if it was not
 *     computed
 * @param divergences the divergences between heads, each pair once
 * @param relations which head finds which relation, in sentences with syntax
 * @param words the links between words, and the words that receive the most attention
 */
public record CorpusFindings(
    long sentences,
    long queries,
    List<OfHead> heads,
    List<OfHead> layers,
    List<OfHead> norms,
    Map<String, Estimate> rollout,
    List<Divergence> divergences,
    RelationFindings relations,
    WordFindings words) {
  /** The prefix of the names of length statistics. */
  public static final String NORM = "norm_";

  /**
   * The statistics of a head.
   *
   * @param layer the number of the layer, or null if it has none
   * @param head the head, or null for all heads of the layer
   * @param statistics the statistics by name
   */
  public record OfHead(Integer layer, Integer head, Map<String, Estimate> statistics) {}

  /**
   * The divergence of two heads.
   *
   * @param estimate the estimate of the Jensen-Shannon divergence, in nats
   */
  public record Divergence(
      Integer layer, int head, Integer otherLayer, int otherHead, Estimate estimate) {}

  /** Returns the findings from complete sums. */
  public static CorpusFindings of(CorpusSums sums, WordFindings words) {
    MeterPlan plan = sums.plan();
    List<OfHead> heads = new ArrayList<>();
    List<OfHead> layers = new ArrayList<>();
    List<OfHead> norms = new ArrayList<>();
    for (int i = 0; i < plan.layers().size(); i++) {
      Integer number = plan.layers().get(i);
      int layer = i;
      for (int head = 0; head < plan.heads(); head++) {
        int row = plan.row(layer, head);
        heads.add(new OfHead(number, head, told(plan, false, place -> sums.estimate(row, place))));
      }
      layers.add(new OfHead(number, null, told(plan, false, place -> sums.ofLayer(layer, place))));
      for (int head = 0; plan.norms() && head <= plan.heads(); head++) {
        int row = plan.row(layer, plan.heads() + head);
        norms.add(
            new OfHead(number, head < plan.heads() ? head : null, lengths(plan, sums, row, head)));
      }
    }
    return new CorpusFindings(
        sums.sentences(),
        sums.queries(),
        heads,
        layers,
        norms,
        rollout(plan, sums),
        divergences(plan, sums),
        RelationFindings.of(sums.relations(), plan.layers()),
        words);
  }

  /**
   * Returns the statistics of lengths. The mixing ratio is not one of them: it keeps its own name,
   * and only all heads together have it.
   */
  private static Map<String, Estimate> lengths(MeterPlan plan, CorpusSums sums, int row, int head) {
    Map<String, Estimate> told = told(plan, true, place -> sums.estimate(row, place));
    Estimate mixing = told.remove(NORM + Statistic.MIXING_RATIO.id());
    if (mixing != null && head == plan.heads()) {
      told.put(Statistic.MIXING_RATIO.id(), mixing);
    }
    return told;
  }

  private static Map<String, Estimate> told(
      MeterPlan plan, boolean lengths, IntFunction<Estimate> estimates) {
    Map<String, Estimate> told = new LinkedHashMap<>();
    for (int place = 0; place < plan.measures().size(); place++) {
      Estimate estimate = plan.measures().isThere(place, lengths) ? estimates.apply(place) : null;
      if (estimate != null) {
        told.put((lengths ? NORM : "") + plan.measures().id(place), estimate);
      }
    }
    return told;
  }

  private static Map<String, Estimate> rollout(MeterPlan plan, CorpusSums sums) {
    Map<String, Estimate> told = new LinkedHashMap<>();
    for (int place = 0; plan.rollout() && place < plan.measures().size(); place++) {
      String id = plan.measures().rolloutId(place);
      Estimate estimate = id == null ? null : sums.ofRollout(place);
      if (estimate != null) {
        told.put(id, estimate);
      }
    }
    return told;
  }

  private static List<Divergence> divergences(MeterPlan plan, CorpusSums sums) {
    List<Divergence> divergences = new ArrayList<>();
    List<MeterPlan.Pair> pairs = plan.pairList();
    for (int i = 0; i < pairs.size() && sums.sentences() > 0; i++) {
      MeterPlan.Pair pair = pairs.get(i);
      divergences.add(
          new Divergence(
              plan.layers().get(pair.head() / plan.heads()),
              pair.head() % plan.heads(),
              plan.layers().get(pair.other() / plan.heads()),
              pair.other() % plan.heads(),
              sums.divergence(i)));
    }
    return divergences;
  }

  /**
   * Returns the labels of each head. They follow from its statistics, and from each relation for
   * which it is the best head and its 95% interval is above the baseline.
   */
  public List<List<String>> labels() {
    List<List<String>> labels = new ArrayList<>();
    for (OfHead head : heads) {
      TreeSet<String> found = new TreeSet<>();
      for (RelationFindings.Row best : relations.best()) {
        if (Objects.equals(best.layer(), head.layer())
            && best.head() == head.head()
            && best.low() > best.offsetShare()) {
          found.add("relation:" + best.relation());
        }
      }
      List<String> all = new ArrayList<>(HeadLabels.of(head.statistics()));
      all.addAll(found);
      labels.add(all);
    }
    return labels;
  }
}
