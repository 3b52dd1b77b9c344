package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the figures of analyze match their definitions, in its JSON and in its tables. */
class AnalyzeTest extends AnalyzeRuns {
  /**
   * words: tokens are words, and sentences are cut into tiles. pieces: the word pieces of a model,
   * with word ids.
   */
  @ParameterizedTest
  @ValueSource(strings = {"words", "pieces"})
  void figuresAreThoseOfTheDefinitionsInFloat64(String table) throws IOException {
    JsonNode expected = JSON.readTree(GOLDEN.resolve(table + ".json").toFile());
    JsonNode actual =
        found(
            analyze(
                "run",
                "--input",
                GOLDEN.resolve(table + ".parquet").toString(),
                "--min-count",
                expected.get("min_count").asText()));
    assertThat(actual.get("sentences")).isEqualTo(expected.get("sentences"));
    assertThat(actual.get("tokens")).isEqualTo(expected.get("tokens"));
    for (String part : PARTS.keySet()) {
      Map<String, JsonNode> entries = entries(expected, part);
      Map<String, JsonNode> found = entries(actual, part);
      assertThat(found.keySet()).as(part).isEqualTo(entries.keySet());
      assertThat(entries).as(part).isNotEmpty();
      entries.forEach((name, entry) -> assertClose(name, found.get(name), entry, 1e-6));
    }
  }

  private static void assertClose(
      String name, JsonNode actual, JsonNode expected, double tolerance) {
    expected
        .properties()
        .forEach(
            field -> {
              JsonNode value = actual.get(field.getKey());
              if (!field.getValue().isNumber()) {
                assertThat(value).isEqualTo(field.getValue());
              } else {
                assertThat(value.asDouble())
                    .as(name + " " + field.getKey())
                    .isCloseTo(field.getValue().asDouble(), within(tolerance));
              }
            });
  }

  @Test
  void tablesHoldWhatTheJsonHolds() throws IOException {
    Path output =
        analyze("run", "--input", GOLDEN.resolve("words.parquet").toString(), "--min-count", "2");
    JsonNode json = found(output);
    for (String part : PARTS.keySet()) {
      List<Row> rows = CommandRun.rows(output, part);
      assertThat(rows).hasSize(json.get(part).size());
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        JsonNode entry = json.get(part).get(i);
        assertThat(row.schema().fieldNames()).hasSize(entry.size());
        for (String field : row.schema().fieldNames()) {
          Object value = row.getAs(field);
          assertThat(entry.get(field).asText()).as(part + " " + field).isEqualTo("" + value);
        }
      }
    }
    assertThat(CommandRun.rows(output, "heads")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with", "without"})
  void lengthsOfWeightedValuesAreThoseOfThePaperInFloat64(String output) throws IOException {
    JsonNode expected = JSON.readTree(GOLDEN.resolve("norms.json").toFile()).get(output);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input", SAMPLE, "--weights", GOLDEN.resolve("weights").toString(), "--norms"));
    if (output.equals("with")) {
      options.addAll(List.of("--output-weights", GOLDEN.resolve("W_o.npy").toString()));
    }
    Map<String, JsonNode> found =
        entries(found(analyze("run", options.toArray(new String[0]))), "statistics");
    assertThat(expected).hasSizeGreaterThan(5 * 40);
    for (JsonNode entry : expected) {
      String name =
          "statistics " + entry.get("head").asText() + " " + entry.get("statistic").asText();
      // The job computes attention in float32, and the golden file was computed in float64.
      assertClose(name, found.get(name), entry, 2e-5);
    }
  }

  @Test
  void lengthsLeaveTheOtherFiguresAlone() throws IOException {
    String[] options = {"--input", SAMPLE, "--weights", WEIGHTS, "--heads", "4"};
    Map<String, JsonNode> plain = entries(found(analyze("plain", options)), "statistics");
    Path output = analyze("norms", with(options, "--norms"));
    Map<String, JsonNode> both = entries(found(output), "statistics");
    assertThat(both).containsAllEntriesOf(plain);
    assertThat(both.keySet()).contains("statistics null norm_entropy");
    assertThat(both.keySet()).doesNotContain("statistics null norm_mixing_ratio");
  }

  @Test
  void oneTokenHasNoNormalizedEntropyAndOneSentenceNoInterval() throws IOException {
    String input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(1), Corpora.schema(), 1);
    String table = attend("table", "--input", input, "--weights", "xavier:1");
    Path output = analyze("run", "--input", table, "--min-count", "1");
    JsonNode json = found(output);
    assertThat(entries(json, "statistics").keySet())
        .contains("statistics 0 entropy")
        .doesNotContain("statistics 0 normalized_entropy");
    assertThat(json.get("statistics").get(0).get("interval_low").isNull()).isTrue();
    assertThat(CommandRun.rows(output, "statistics").get(0).isNullAt(4)).isTrue();
  }

  @Test
  void sharesOfClassesAreOfSentencesThatHaveTokens() throws IOException {
    List<Row> rows = new ArrayList<>(Corpora.sentences(20));
    List<Row> half = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<String> tokens = Corpora.words(((List<?>) rows.get(i).get(1)).size());
      tokens.set(0, ".");
      rows.set(i, RowFactory.create(rows.get(i).get(0), tokens, rows.get(i).get(2)));
      half.add(i % 2 == 0 ? rows.get(i) : RowFactory.create((long) i, null, rows.get(i).get(2)));
    }
    String weights = Corpora.weights(temp.resolve("weights"));
    rows.removeIf(row -> row.getLong(0) % 2 == 1);
    String name = "statistics 0 share_punctuation";
    JsonNode expected = null;
    for (List<Row> corpus : List.of(rows, half)) {
      String input =
          Corpora.write(temp.resolve("corpus" + corpus.size()), corpus, Corpora.schema(), 2);
      String table = attend("t" + corpus.size(), "--input", input, "--weights", weights);
      JsonNode share =
          entries(found(analyze("n" + corpus.size(), "--input", table)), "statistics").get(name);
      expected = expected == null ? share : expected;
      assertThat(share).isEqualTo(expected);
    }
  }
}
