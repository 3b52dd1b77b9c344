package io.corpusattention.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * The figures that a page shows from an analysis. Heads are numbered across the shown layers: head
 * h of the layer at place i is i · heads + h.
 *
 * @param statistics statistics of heads, one number per head
 * @param layerStatistics statistics of all heads of a layer together that are not means over heads,
 *     one number per layer
 * @param corpusStatistics statistics of all layers together
 * @param headLabels the labels of each head
 * @param divergences the divergences between two heads, in nats
 * @param links the links between words, strongest first
 * @param words the words that receive the most attention, most first
 * @param relations for each relation and direction, the head that finds the most words; relations
 *     with the most words first
 * @param examples examples of the shown links, words, and relations
 * @param exampleSentences the known sentences of these examples, by id
 */
public record CorpusFigures(
    long sentences,
    long tokens,
    boolean selfAttention,
    List<Statistic> statistics,
    List<Statistic> layerStatistics,
    List<Single> corpusStatistics,
    List<List<String>> headLabels,
    List<Divergence> divergences,
    List<Analysis.Link> links,
    List<Analysis.Word> words,
    List<Relation> relations,
    List<Example> examples,
    Map<String, ExampleSentence> exampleSentences) {
  /**
   * A statistic of each head or layer. Null means undefined.
   *
   * @param low the lower ends of the 95% intervals; null if there is no interval
   * @param high the upper ends of the 95% intervals
   */
  public record Statistic(
      String statistic, List<Double> mean, List<Double> low, List<Double> high) {}

  /** A statistic of all layers together. */
  public record Single(String statistic, Double mean, Double low, Double high) {}

  /** How much two heads differ. It is a list in JSON to save space, because there are many. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"head", "other", "value"})
  public record Divergence(int head, int other, double value) {}

  /**
   * The head that finds the most words of a relation.
   *
   * @param share the share of the words that it finds, followed by its 95% interval
   * @param offset the baseline: the offset that leads most words to their partner
   * @param offsetShare the share of the words that this offset leads to their partner
   */
  public record Relation(
      String relation,
      String direction,
      int head,
      double share,
      Double low,
      Double high,
      long words,
      int offset,
      double offsetShare) {}

  /**
   * A place where a figure is strong; see {@link Analysis.Example}.
   *
   * @param head the head of a relation; null for links and words
   */
  public record Example(
      String kind,
      String queryWord,
      String keyWord,
      String relation,
      String direction,
      Integer head,
      int rank,
      String id,
      double weight,
      Integer queryPlace,
      int keyPlace) {}

  /**
   * The text of a sentence.
   *
   * @param keys its tokens
   * @param words its words, joined from tokens
   * @param wordOf for each token, the index of its word; -1 for special tokens
   */
  public record ExampleSentence(List<String> keys, List<String> words, List<Integer> wordOf) {}

  /**
   * Returns the figures of some layers. Links and words cover all layers.
   *
   * @param places the places of these layers in the analysis, see {@link Analysis#place}
   */
  public static CorpusFigures of(Analysis analysis, List<Integer> places) {
    return new AnalyzedLayers(analysis, places).figures();
  }

  /** Returns the same figures with the sentences of the examples. */
  public CorpusFigures with(Map<String, ExampleSentence> sentences) {
    return new CorpusFigures(
        this.sentences,
        tokens,
        selfAttention,
        statistics,
        layerStatistics,
        corpusStatistics,
        headLabels,
        divergences,
        links,
        words,
        relations,
        examples,
        sentences);
  }
}
