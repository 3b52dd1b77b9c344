package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.rows;
import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Verifies that the corpus figures on the page match the tables of the analysis. */
class ReportCorpusTest extends ReportRuns {
  private static final int HEADS = 3;

  private String[] treebank() throws IOException {
    String[] all = Files.readString(Path.of("data-samples/corpus.conllu")).split("\n\n", -1);
    String some = String.join("\n\n", all[0], all[1], all[3], all[4], "");
    Path file = Files.writeString(temp.resolve("corpus.conllu"), some.repeat(60));
    return new String[] {
      "--model",
      "src/test/resources/encoders/gelu",
      "--input",
      file.toString(),
      "--input-format",
      "conllu"
    };
  }

  @Test
  void figuresAreThoseOfTheTablesOfAllLayers() throws IOException {
    String[] text = treebank();
    Path table = attend("table", text);
    Path analysis =
        analyze("analysis", with(text, "--norms", "--divergences", "all", "--top", "120"));
    String[] options = {"--input", table.toString(), "--analysis", analysis.toString()};
    JsonNode all = data(report("all", options)).get("corpus");
    requireFigures(all, analysis, List.of(0, 1, 2));
    assertThat(all.get("layer_statistics").findValuesAsText("statistic"))
        .contains("mixing_ratio", "norm_entropy")
        .doesNotContain("entropy");
    assertThat(all.get("corpus_statistics")).isNotEmpty();
    assertThat(all.get("divergences")).hasSize(9 * 8 / 2);
    requireExamples(all, analysis, table);

    JsonNode page = data(report("two", with(options, "--layers", "0,2")));
    requireFigures(page.get("corpus"), analysis, List.of(0, 2));
    assertThat(page.get("corpus").get("divergences")).hasSize(6 * 5 / 2);
    assertThat(page.get("analysis").asText())
        .contains("heads are of the layers 0,2.", "Links and words are of all its 3 layers.");
  }

  private static void requireFigures(JsonNode corpus, Path analysis, List<Integer> layers) {
    Map<List<Object>, Row> expected = new HashMap<>();
    for (Row row : rows(analysis, "statistics")) {
      Integer layer = row.getAs("layer");
      if (layer == null || layers.contains(layer)) {
        expected.put(key(row.getAs("statistic"), layer, row.getAs("head")), row);
      }
    }
    Set<String> ofHeads = new HashSet<>(corpus.get("statistics").findValuesAsText("statistic"));
    int width = layers.size() * HEADS;
    for (JsonNode column : corpus.get("statistics")) {
      for (int h = 0; h < width; h++) {
        Integer layer = layers.get(h / HEADS);
        requireEstimate(column, h, expected, key(text(column), layer, h % HEADS));
      }
    }
    for (JsonNode column : corpus.get("layer_statistics")) {
      for (int i = 0; i < layers.size(); i++) {
        requireEstimate(column, i, expected, key(text(column), layers.get(i), null));
      }
    }
    for (JsonNode single : corpus.get("corpus_statistics")) {
      Row row = expected.remove(key(text(single), null, null));
      requireNumber(single.get("mean"), row.getAs("sentence_mean"));
      requireNumber(single.get("low"), row.getAs("interval_low"));
      requireNumber(single.get("high"), row.getAs("interval_high"));
    }
    // The remaining rows are means over heads that the page shows one by one.
    assertThat(expected.values())
        .allMatch(row -> row.getAs("head") == null && ofHeads.contains(row.getAs("statistic")));
    requirePairs(corpus.get("divergences"), analysis, layers);
    for (Row row : rows(analysis, "heads")) {
      int layer = layers.indexOf(row.<Integer>getAs("layer"));
      if (layer >= 0) {
        int h = layer * HEADS + row.<Integer>getAs("head");
        assertThat(texts(corpus.get("head_labels").get(h)))
            .isEqualTo(row.getList(row.fieldIndex("labels")));
      }
    }
    requireRelations(corpus.get("relations"), analysis, layers);
  }

  private static List<Object> key(String statistic, Integer layer, Integer head) {
    return List.of(statistic, String.valueOf(layer), String.valueOf(head));
  }

  private static String text(JsonNode column) {
    return column.get("statistic").asText();
  }

  private static void requireEstimate(
      JsonNode column, int at, Map<List<Object>, Row> expected, List<Object> key) {
    Row row = expected.remove(key);
    assertThat(row).as(key.toString()).isNotNull();
    requireNumber(column.get("mean").get(at), row.getAs("sentence_mean"));
    requireNumber(column.get("low").get(at), row.getAs("interval_low"));
    requireNumber(column.get("high").get(at), row.getAs("interval_high"));
  }

  private static void requirePairs(JsonNode pairs, Path analysis, List<Integer> layers) {
    Map<List<Integer>, Double> expected = new HashMap<>();
    for (Row row : rows(analysis, "divergences")) {
      int one = layers.indexOf(row.<Integer>getAs("layer"));
      int other = layers.indexOf(row.<Integer>getAs("other_layer"));
      if (one >= 0 && other >= 0) {
        expected.put(
            List.of(
                one * HEADS + row.<Integer>getAs("head"),
                other * HEADS + row.<Integer>getAs("other_head")),
            row.getAs("sentence_mean"));
      }
    }
    assertThat(pairs).hasSameSizeAs(expected.keySet());
    pairs.forEach(
        pair ->
            requireNumber(
                pair.get(2), expected.get(List.of(pair.get(0).asInt(), pair.get(1).asInt()))));
  }

  private static void requireRelations(JsonNode relations, Path analysis, List<Integer> layers) {
    Map<List<String>, Row> best = new LinkedHashMap<>();
    for (Row row : rows(analysis, "relations")) {
      if (row.<Long>getAs("words") >= 100 && layers.contains(row.<Integer>getAs("layer"))) {
        best.merge(
            List.of(row.getAs("relation"), row.getAs("direction")),
            row,
            (a, b) -> b.<Double>getAs("share") > a.<Double>getAs("share") ? b : a);
      }
    }
    assertThat(relations).hasSameSizeAs(best.keySet()).isNotEmpty();
    long before = Long.MAX_VALUE;
    for (JsonNode found : relations) {
      Row row = best.get(List.of(found.get("relation").asText(), found.get("direction").asText()));
      int layer = layers.indexOf(row.<Integer>getAs("layer"));
      assertThat(found.get("head").asInt()).isEqualTo(layer * HEADS + row.<Integer>getAs("head"));
      requireNumber(found.get("share"), row.getAs("share"));
      requireNumber(found.get("low"), row.getAs("interval_low"));
      requireNumber(found.get("high"), row.getAs("interval_high"));
      requireNumber(found.get("offset_share"), row.getAs("offset_share"));
      assertThat(found.get("offset").asInt()).isEqualTo(row.<Integer>getAs("offset"));
      assertThat(found.get("words").asLong())
          .isEqualTo(row.<Long>getAs("words"))
          .isLessThanOrEqualTo(before);
      before = found.get("words").asLong();
    }
  }

  /**
   * Checks the examples on a page that shows all layers: it has exactly those of its figures, and
   * it shows fewer links than the table has.
   */
  private static void requireExamples(JsonNode corpus, Path analysis, Path table) {
    Set<List<String>> links = new HashSet<>();
    for (Row row : rows(analysis, "links").subList(0, 100)) {
      links.add(List.of(row.getAs("query_word"), row.getAs("key_word")));
    }
    List<Row> expected = new ArrayList<>(rows(analysis, "examples"));
    expected.removeIf(
        row ->
            row.getAs("kind").equals("link")
                && !links.contains(
                    List.of(row.<String>getAs("query_word"), row.<String>getAs("key_word"))));
    assertThat(corpus.get("links")).hasSize(100);
    assertThat(corpus.get("examples")).hasSameSizeAs(expected);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < expected.size(); i++) {
      JsonNode found = corpus.get("examples").get(i);
      Row row = expected.get(i);
      for (String name : List.of("kind", "query_word", "key_word", "relation", "direction")) {
        assertThat(found.get(name).isNull() ? null : found.get(name).asText())
            .isEqualTo(row.getAs(name));
      }
      if (row.getAs("layer") == null) {
        assertThat(found.get("head").isNull()).isTrue();
      } else {
        assertThat(found.get("head").asInt())
            .isEqualTo(row.<Integer>getAs("layer") * HEADS + row.<Integer>getAs("head"));
      }
      assertThat(found.get("rank").asInt()).isEqualTo(row.<Integer>getAs("rank"));
      String id = row.getAs("sentence_id").toString();
      assertThat(found.get("id").asText()).isEqualTo(id);
      requireNumber(found.get("weight"), row.getAs("weight"));
      Integer place = row.getAs("query_place");
      assertThat(
              found.get("query_place").isNull() ? null : (Integer) found.get("query_place").asInt())
          .isEqualTo(place);
      assertThat(found.get("key_place").asInt()).isEqualTo(row.<Integer>getAs("key_place"));
      ids.add(id);
    }
    JsonNode sentences = corpus.get("example_sentences");
    assertThat(sentences.size()).isEqualTo(ids.size());
    for (Row row : rows(table, "attention")) {
      String id = row.getAs("sentence_id").toString();
      if (ids.contains(id)) {
        assertThat(texts(sentences.get(id).get("keys")))
            .isEqualTo(Attend.<String>list(row, "tokens"));
        assertThat(texts(sentences.get(id).get("word_of")))
            .isEqualTo(Attend.list(row, "word_ids").stream().map(Object::toString).toList());
      }
    }
  }
}
