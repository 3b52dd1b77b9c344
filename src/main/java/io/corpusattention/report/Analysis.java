package io.corpusattention.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The results of an analysis: the rows of analysis.json from jobs/analyze.
 *
 * @param layers the layer numbers; an element is null for a layer without a number, and the whole
 *     list is null in files of version 0.1.0
 * @param heads the number of heads per layer
 * @param statistics statistics of each head, of each layer, and of all layers together
 * @param headLabels the labels of each head, layer by layer
 * @param links the links between words, strongest first
 * @param words the words that receive the most attention, most first
 * @param relations the relations, most frequent first, with each direction head by head; empty in
 *     files of version 0.1.0
 * @param examples examples of links, words, and relations; empty in files of version 0.1.0
 */
public record Analysis(
    @JsonProperty(required = true) long sentences,
    @JsonProperty(required = true) long tokens,
    List<Integer> layers,
    @JsonProperty(required = true) int heads,
    @JsonProperty(required = true) boolean selfAttention,
    @JsonProperty(required = true) List<Statistic> statistics,
    @JsonProperty(required = true) List<List<String>> headLabels,
    @JsonProperty(required = true) List<Divergence> divergences,
    @JsonProperty(required = true) List<Link> links,
    @JsonProperty(required = true) List<Word> words,
    List<Relation> relations,
    List<Example> examples) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  public Analysis {
    relations = relations == null ? List.of() : relations;
    examples = examples == null ? List.of() : examples;
    boolean fits =
        heads > 0
            && headLabels != null
            && headLabels.size() == (long) heads * (layers == null ? 1 : layers.size())
            && statistics != null
            && divergences != null
            && links != null
            && words != null
            && Stream.of(headLabels, statistics, divergences, links, words, relations, examples)
                .allMatch(list -> list.stream().allMatch(Objects::nonNull))
            && headLabels.stream().flatMap(List::stream).allMatch(Objects::nonNull);
    if (!fits
        || !divergences.stream().allMatch(d -> isHead(d.head, heads) && isHead(d.otherHead, heads))
        || !statistics.stream().allMatch(s -> s.head == null || isHead(s.head, heads))
        || !relations.stream().allMatch(r -> isHead(r.head, heads))) {
      throw new IllegalArgumentException("its parts are not of " + heads + " heads");
    }
  }

  private static boolean isHead(int head, int heads) {
    return head >= 0 && head < heads;
  }

  /**
   * A statistic of a head, of a layer, or of all layers.
   *
   * @param layer null if the layer has no number, and for all layers together
   * @param head null for all heads together
   * @param sentenceMean null if undefined
   * @param intervalLow null if there is no interval
   */
  public record Statistic(
      Integer layer,
      Integer head,
      @JsonProperty(required = true) String statistic,
      @JsonProperty(required = true) Double sentenceMean,
      Double intervalLow,
      Double intervalHigh) {
    public Statistic {
      Objects.requireNonNull(statistic, "a statistic has no name");
    }
  }

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
      @JsonProperty(required = true) long meetings) {
    public Link {
      Objects.requireNonNull(queryWord, "a link has no query_word");
      Objects.requireNonNull(keyWord, "a link has no key_word");
    }
  }

  /**
   * The attention that a word receives.
   *
   * @param rollout the attention that it receives from all layers together; null if not measured
   */
  public record Word(
      @JsonProperty(required = true) String word,
      @JsonProperty(required = true) double received,
      @JsonProperty(required = true) long occurrences,
      Double rollout) {
    public Word {
      Objects.requireNonNull(word, "a word is null");
    }
  }

  /**
   * How well a head finds a relation between words.
   *
   * @param share the share of the words that it finds
   * @param words the number of words in the relation
   * @param offset the baseline: the offset that leads most words to their partner
   * @param offsetShare the share of the words that this offset leads to their partner
   */
  public record Relation(
      @JsonProperty(required = true) String relation,
      @JsonProperty(required = true) String direction,
      Integer layer,
      @JsonProperty(required = true) int head,
      @JsonProperty(required = true) double share,
      Double intervalLow,
      Double intervalHigh,
      @JsonProperty(required = true) long words,
      @JsonProperty(required = true) int offset,
      @JsonProperty(required = true) double offsetShare) {
    public Relation {
      Objects.requireNonNull(relation, "a relation has no name");
      Objects.requireNonNull(direction, "a relation has no direction");
    }
  }

  /**
   * A place in a sentence where a link, word, or relation is strong.
   *
   * @param kind link, word, or relation; fields that do not belong to the kind are null
   * @param rank the rank, from 1 for the strongest
   * @param id the id of the sentence, as text
   * @param queryPlace the first token of the word that attends; null if all words do
   * @param keyPlace the first token of the word that is attended to
   */
  public record Example(
      String kind,
      Integer layer,
      Integer head,
      String queryWord,
      String keyWord,
      String relation,
      String direction,
      int rank,
      String id,
      double weight,
      Integer queryPlace,
      int keyPlace) {
    /** All field names except that of the id, which is named as in the table of sentences. */
    private static final Set<String> OTHERS =
        Set.of(
            "kind",
            "layer",
            "head",
            "query_word",
            "key_word",
            "relation",
            "direction",
            "rank",
            "weight",
            "query_place",
            "key_place");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Example of(JsonNode row) {
      JsonNode id =
          StreamSupport.stream(((Iterable<String>) row::fieldNames).spliterator(), false)
              .filter(name -> !OTHERS.contains(name))
              .findFirst()
              .map(row::get)
              .orElse(row.path("id"));
      if (!id.isValueNode() || !row.path("weight").isNumber() || !row.path("key_place").isInt()) {
        throw new IllegalArgumentException("an example has no sentence, weight or place");
      }
      return new Example(
          text(row, "kind"),
          number(row, "layer"),
          number(row, "head"),
          text(row, "query_word"),
          text(row, "key_word"),
          text(row, "relation"),
          text(row, "direction"),
          row.path("rank").asInt(),
          id.asText(),
          row.get("weight").asDouble(),
          number(row, "query_place"),
          row.get("key_place").asInt());
    }

    private static String text(JsonNode row, String name) {
      return row.hasNonNull(name) ? row.get(name).asText() : null;
    }

    private static Integer number(JsonNode row, String name) {
      return row.hasNonNull(name) ? row.get(name).asInt() : null;
    }
  }

  /**
   * Reads analysis.json.
   *
   * @throws IOException if it cannot be read, or if it is something else
   */
  public static Analysis read(InputStream json) throws IOException {
    Analysis analysis = JSON.readValue(json, Analysis.class);
    if (analysis == null) {
      throw new IOException("it is null");
    }
    return analysis;
  }

  /**
   * Returns the place of a layer among the analyzed layers. If only one layer was analyzed, its
   * place is 0 for every layer number.
   *
   * @return the place, or -1 if the layer is not one of several analyzed layers
   */
  public int place(Integer layer) {
    return layers == null || layers.size() == 1 ? 0 : layers.indexOf(layer);
  }
}
