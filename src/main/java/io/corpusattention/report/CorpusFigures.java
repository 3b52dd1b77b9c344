package io.corpusattention.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What a page shows of an analysis. Heads are counted through the layers that are shown: head h of
 * the layer at place i is i · heads + h.
 *
 * @param statistics of heads, a number for each
 * @param layerStatistics what is told of all heads of a layer together and is no mean of theirs, a
 *     number for each layer
 * @param corpusStatistics what is told of all layers together
 * @param headLabels for each head
 * @param divergences of two heads, in nats
 * @param links strongest first
 * @param words that receive most, most first
 * @param relations of each relation and direction the head that finds most, most words first
 * @param examples of the links, words and relations that are shown
 * @param exampleSentences the sentences of these, by id; those that are known
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
   * A statistic of each head or layer; null where it is undefined.
   *
   * @param low lower ends of 95 % intervals; null where there is no interval
   * @param high upper ends
   */
  public record Statistic(
      String statistic, List<Double> mean, List<Double> low, List<Double> high) {}

  /** A statistic of all layers together. */
  public record Single(String statistic, Double mean, Double low, Double high) {}

  /** How much two heads differ; in JSON a list, for there are many. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"head", "other", "value"})
  public record Divergence(int head, int other, double value) {}

  /**
   * The head that finds most of a relation.
   *
   * @param share of the words that it finds, with its 95 % interval
   * @param offset that leads most words to the other: the baseline
   * @param offsetShare of the words that it leads there
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
   * @param head of a relation; null for links and words
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
   * @param words put together of them
   * @param wordOf for each token the index of its word; -1 for special tokens
   */
  public record ExampleSentence(List<String> keys, List<String> words, List<Integer> wordOf) {}

  /**
   * What is told of some layers; links and words are left as they are.
   *
   * @param places of these among the analysis's layers, see {@link Analysis#place}
   */
  public static CorpusFigures of(Analysis analysis, List<Integer> places) {
    return new AnalyzedLayers(analysis, places).figures();
  }

  /** The same with the sentences of its examples. */
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
