package io.corpusattention.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What an analysis has found: analysis.json of jobs/analyze, read.
 *
 * @param layers their numbers; null for a layer that has none, or for all in place of the list, as
 *     version 0.1.0 has left it
 * @param statistics of each head; those of lengths, too, where the analysis has them
 * @param headLabels for each head, layer by layer
 * @param links strongest first
 * @param words that receive most, most first
 */
public record CorpusFigures(
    @JsonProperty(required = true) long sentences,
    @JsonProperty(required = true) long tokens,
    List<Integer> layers,
    @JsonProperty(required = true) int heads,
    @JsonProperty(required = true) boolean selfAttention,
    @JsonProperty(required = true) List<Statistic> statistics,
    @JsonProperty(required = true) List<List<String>> headLabels,
    @JsonProperty(required = true) List<Divergence> divergences,
    @JsonProperty(required = true) List<Link> links,
    @JsonProperty(required = true) List<Word> words) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Begins the names of statistics of lengths. */
  private static final String NORM = "norm_";

  /** Links and words that a page shows of all. */
  private static final int SHOWN = 100;

  public CorpusFigures {
    boolean fits =
        heads > 0
            && headLabels != null
            && headLabels.size() == heads * (layers == null ? 1 : layers.size())
            && statistics != null
            && divergences != null
            && divergences.stream()
                .allMatch(d -> isHead(d.head, heads) && isHead(d.otherHead, heads))
            && statistics.stream().allMatch(s -> s.head == null || isHead(s.head, heads))
            && links != null
            && words != null;
    if (!fits) {
      throw new IllegalArgumentException("its parts are not of " + heads + " heads");
    }
  }

  private static boolean isHead(int head, int heads) {
    return head >= 0 && head < heads;
  }

  /**
   * A head's statistic.
   *
   * @param layer null where it has no number
   * @param head null for all heads together
   * @param sentenceMean null where it is undefined
   * @param intervalLow null where there is no interval
   */
  public record Statistic(
      Integer layer,
      Integer head,
      @JsonProperty(required = true) String statistic,
      @JsonProperty(required = true) Double sentenceMean,
      Double intervalLow,
      Double intervalHigh) {}

  /** How much two heads differ, in nats. */
  public record Divergence(
      Integer layer,
      @JsonProperty(required = true) int head,
      Integer otherLayer,
      @JsonProperty(required = true) int otherHead,
      @JsonProperty(required = true) double sentenceMean) {}

  /** A link between two words. */
  public record Link(
      @JsonProperty(required = true) String queryWord,
      @JsonProperty(required = true) String keyWord,
      @JsonProperty(required = true) double weight,
      @JsonProperty(required = true) long meetings) {}

  /** What a word receives. */
  public record Word(
      @JsonProperty(required = true) String word,
      @JsonProperty(required = true) double received,
      @JsonProperty(required = true) long occurrences) {}

  /**
   * Reads analysis.json.
   *
   * @throws IOException where it cannot be read, or is something else
   */
  public static CorpusFigures read(InputStream json) throws IOException {
    return JSON.readValue(json, CorpusFigures.class);
  }

  /**
   * What is told of the heads of one layer; links and words are left as they are.
   *
   * @param layer one of {@link #layers}
   */
  public CorpusFigures ofLayer(Integer layer) {
    int first = layers.indexOf(layer) * heads;
    return new CorpusFigures(
        sentences,
        tokens,
        Collections.singletonList(layer),
        heads,
        selfAttention,
        statistics.stream().filter(s -> Objects.equals(s.layer, layer)).toList(),
        headLabels.subList(first, first + heads),
        divergences.stream()
            .filter(d -> Objects.equals(d.layer, layer) && Objects.equals(d.otherLayer, layer))
            .toList(),
        links,
        words);
  }

  /**
   * What a page shows: the first of many links and words, and of statistics those of heads and, of
   * lengths, those of all heads together; not the means over heads.
   */
  CorpusFigures shown() {
    return new CorpusFigures(
        sentences,
        tokens,
        layers,
        heads,
        selfAttention,
        statistics.stream().filter(s -> s.head != null || s.statistic.startsWith(NORM)).toList(),
        headLabels,
        divergences,
        first(links),
        first(words));
  }

  private static <T> List<T> first(List<T> list) {
    return list.subList(0, Math.min(SHOWN, list.size()));
  }
}
