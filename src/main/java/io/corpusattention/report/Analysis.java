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
 * What an analysis has found: analysis.json of jobs/analyze, read, row by row.
 *
 * @param layers their numbers; null for a layer that has none, or for all in place of the list, as
 *     version 0.1.0 has left it
 * @param heads of each layer
 * @param statistics of each head, of layers, of all layers together
 * @param headLabels for each head, layer by layer
 * @param links strongest first
 * @param words that receive most, most first
 * @param relations the most frequent first, each direction head by head; none of version 0.1.0
 * @param examples of links, words and relations; none of version 0.1.0
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
   * @param layer null where it has no number, and for all layers together
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
   * What a word receives.
   *
   * @param rollout what it receives of all layers together; null where that was not measured
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
   * What a head finds of a relation between words.
   *
   * @param share of the words that it finds
   * @param words of the relation
   * @param offset that leads most words to the other: the baseline
   * @param offsetShare of the words that it leads there
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
   * A place in a sentence where a link, a word or a relation is strong.
   *
   * @param kind link, word or relation; what does not belong to it is null
   * @param rank from 1, the strongest
   * @param id of the sentence, as text
   * @param queryPlace the first token of the word that attends; null where all do
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
    /** The field of the id has the name that the table of sentences gives it: any but these. */
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
   * @throws IOException where it cannot be read, or is something else
   */
  public static Analysis read(InputStream json) throws IOException {
    Analysis analysis = JSON.readValue(json, Analysis.class);
    if (analysis == null) {
      throw new IOException("it is null");
    }
    return analysis;
  }

  /**
   * The place of a layer among those that were analyzed; an analysis of one layer is of that,
   * whether or not it has a number.
   *
   * @return -1 where it is none of several
   */
  public int place(Integer layer) {
    return layers == null || layers.size() == 1 ? 0 : layers.indexOf(layer);
  }
}
