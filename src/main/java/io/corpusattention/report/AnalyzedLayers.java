package io.corpusattention.report;

import io.corpusattention.analysis.relation.RelationFindings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Some layers of an analysis. In: rows of the analysis. Out: figures in columns.
 *
 * @param places the places of the layers, see {@link Analysis#place}
 */
record AnalyzedLayers(Analysis analysis, List<Integer> places) {
  /** The prefix of statistics of vector lengths. */
  private static final String NORM = "norm_";

  /** The prefix of statistics of all layers together. */
  private static final String ROLLOUT = "rollout_";

  /** The most links and words that a page shows. */
  private static final int SHOWN = 100;

  /** Returns the figures of these layers. Links and words cover all layers. */
  CorpusFigures figures() {
    int heads = analysis.heads();
    List<Analysis.Statistic> ofHeads =
        analysis.statistics().stream().filter(s -> s.head() != null).toList();
    List<Analysis.Link> links = first(analysis.links());
    List<Analysis.Word> words = first(analysis.words());
    List<CorpusFigures.Relation> relations = relations();
    return new CorpusFigures(
        analysis.sentences(),
        analysis.tokens(),
        analysis.selfAttention(),
        columns(ofHeads, places.size() * heads, s -> head(s.layer(), s.head())),
        columns(ofLayers(ofHeads), places.size(), s -> layer(s.layer())),
        together(),
        places.stream()
            .flatMap(
                place -> analysis.headLabels().subList(place * heads, (place + 1) * heads).stream())
            .toList(),
        divergences(),
        links,
        words,
        relations,
        examples(links, words, relations),
        Map.of());
  }

  /** Returns the place of a layer among these layers, or -1. */
  private int layer(Integer layer) {
    return places.indexOf(analysis.place(layer));
  }

  /** Returns the number of a head, counted across these layers, or -1 if it is in another layer. */
  private int head(Integer layer, int head) {
    int place = layer(layer);
    return place < 0 ? -1 : place * analysis.heads() + head;
  }

  /**
   * Selects the statistics of layers. Leaves out means over heads, because a page shows each head.
   */
  private List<Analysis.Statistic> ofLayers(List<Analysis.Statistic> ofHeads) {
    Set<String> told =
        ofHeads.stream().map(Analysis.Statistic::statistic).collect(Collectors.toSet());
    return analysis.statistics().stream()
        .filter(s -> s.head() == null && !s.statistic().startsWith(ROLLOUT))
        .filter(s -> s.statistic().startsWith(NORM) || !told.contains(s.statistic()))
        .toList();
  }

  private List<CorpusFigures.Single> together() {
    return analysis.statistics().stream()
        .filter(s -> s.head() == null && s.statistic().startsWith(ROLLOUT))
        .map(
            s ->
                new CorpusFigures.Single(
                    s.statistic(), s.sentenceMean(), s.intervalLow(), s.intervalHigh()))
        .toList();
  }

  private List<CorpusFigures.Divergence> divergences() {
    return analysis.divergences().stream()
        .map(
            d ->
                new CorpusFigures.Divergence(
                    head(d.layer(), d.head()),
                    head(d.otherLayer(), d.otherHead()),
                    d.sentenceMean()))
        .filter(d -> d.head() >= 0 && d.other() >= 0)
        .toList();
  }

  /** Converts the rows of each statistic to a column with this number of values. */
  private static List<CorpusFigures.Statistic> columns(
      List<Analysis.Statistic> rows, int length, ToIntFunction<Analysis.Statistic> place) {
    Map<String, CorpusFigures.Statistic> columns = new LinkedHashMap<>();
    for (Analysis.Statistic row : rows) {
      int at = place.applyAsInt(row);
      if (at >= 0) {
        CorpusFigures.Statistic column =
            columns.computeIfAbsent(
                row.statistic(),
                name ->
                    new CorpusFigures.Statistic(name, empty(length), empty(length), empty(length)));
        column.mean().set(at, row.sentenceMean());
        column.low().set(at, row.intervalLow());
        column.high().set(at, row.intervalHigh());
      }
    }
    return List.copyOf(columns.values());
  }

  private static List<Double> empty(int length) {
    return Arrays.asList(new Double[length]);
  }

  private static <T> List<T> first(List<T> list) {
    return list.subList(0, Math.min(SHOWN, list.size()));
  }

  /**
   * Returns, for each frequent relation and direction, the first head that finds the most words.
   */
  private List<CorpusFigures.Relation> relations() {
    Map<List<String>, CorpusFigures.Relation> best = new LinkedHashMap<>();
    for (Analysis.Relation row : analysis.relations()) {
      int head = head(row.layer(), row.head());
      if (head >= 0 && row.words() >= RelationFindings.FREQUENT) {
        CorpusFigures.Relation found =
            new CorpusFigures.Relation(
                row.relation(),
                row.direction(),
                head,
                row.share(),
                row.intervalLow(),
                row.intervalHigh(),
                row.words(),
                row.offset(),
                row.offsetShare());
        best.merge(
            List.of(row.relation(), row.direction()),
            found,
            (one, other) -> other.share() > one.share() ? other : one);
      }
    }
    List<CorpusFigures.Relation> relations = new ArrayList<>(best.values());
    relations.sort(Comparator.comparingLong(relation -> -relation.words()));
    return relations;
  }

  private List<CorpusFigures.Example> examples(
      List<Analysis.Link> links,
      List<Analysis.Word> words,
      List<CorpusFigures.Relation> relations) {
    Set<List<Object>> figures = new HashSet<>();
    links.forEach(link -> figures.add(Arrays.asList("link", link.queryWord(), link.keyWord())));
    words.forEach(word -> figures.add(Arrays.asList("word", word.word())));
    relations.forEach(
        r -> figures.add(Arrays.asList("relation", r.relation(), r.direction(), r.head())));
    return analysis.examples().stream()
        .map(this::example)
        .filter(example -> figures.contains(figure(example)))
        .toList();
  }

  private CorpusFigures.Example example(Analysis.Example row) {
    Integer head = row.head() == null ? null : head(row.layer(), row.head());
    return new CorpusFigures.Example(
        row.kind(),
        row.queryWord(),
        row.keyWord(),
        row.relation(),
        row.direction(),
        head,
        row.rank(),
        row.id(),
        row.weight(),
        row.queryPlace(),
        row.keyPlace());
  }

  /** Returns the key of the link, word, or relation that an example belongs to. */
  private static List<Object> figure(CorpusFigures.Example of) {
    return switch (Objects.toString(of.kind())) {
      case "link" -> Arrays.asList("link", of.queryWord(), of.keyWord());
      case "word" -> Arrays.asList("word", of.keyWord());
      case "relation" -> Arrays.asList("relation", of.relation(), of.direction(), of.head());
      default -> List.of();
    };
  }
}
