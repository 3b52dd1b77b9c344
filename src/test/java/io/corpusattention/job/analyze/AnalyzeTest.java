package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of attention over a corpus. */
class AnalyzeTest {
  private static final Path GOLDEN = Path.of("src/test/resources/analysis");
  private static final String SAMPLE = "data-samples/sentences.parquet";
  private static final String WEIGHTS = "data-samples/weights";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The parts of analysis.json, and what names an entry of each. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "statistics", List.of("head", "statistic"),
          "divergences", List.of("head", "other_head"),
          "links", List.of("query_word", "key_word"),
          "words", List.of("word"));

  @TempDir private Path temp;

  private Path analyze(String name, String... options) {
    Path output = temp.resolve(name);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", output.toString()));
    CommandRun.succeed("analyze", all.toArray(new String[0]));
    return output;
  }

  private String attend(String name, String... options) {
    String output = temp.resolve(name).toString();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", output));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return output;
  }

  private static JsonNode found(Path output) throws IOException {
    return JSON.readTree(output.resolve("analysis.json").toFile());
  }

  /** words: tokens that are words, sentences cut into tiles. pieces: of a model, with word ids. */
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

  private static Map<String, JsonNode> entries(JsonNode analysis, String part) {
    Map<String, JsonNode> entries = new TreeMap<>();
    for (JsonNode entry : analysis.get(part)) {
      StringBuilder name = new StringBuilder(part);
      PARTS.get(part).forEach(key -> name.append(' ').append(entry.get(key).asText()));
      assertThat(entries.put(name.toString(), entry)).as("twice: " + name).isNull();
    }
    return entries;
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

  @Test
  void partitionsDoNotShow() throws IOException {
    String tiles = GOLDEN.resolve("words.parquet").toString();
    byte[] first = bytes(analyze("one", "--input", tiles));
    assertThat(bytes(analyze("few", "--input", tiles, "--partitions", "1"))).isEqualTo(first);
    assertThat(bytes(analyze("many", "--input", tiles, "--partitions", "64"))).isEqualTo(first);
  }

  private static byte[] bytes(Path output) throws IOException {
    return Files.readAllBytes(output.resolve("analysis.json"));
  }

  @Test
  void sentencesAndTheirTableGiveTheSameBits() throws IOException {
    String table =
        attend(
            "table", "--input", SAMPLE, "--weights", WEIGHTS, "--heads", "4", "--mask", "causal");
    byte[] expected = bytes(analyze("of-table", "--input", table));
    Path direct =
        analyze(
            "direct", "--input", SAMPLE, "--weights", WEIGHTS, "--heads", "4", "--mask", "causal");
    assertThat(bytes(direct)).isEqualTo(expected);
    assertThat(Attend.manifest(direct).at("/weights/sha256").asText()).hasSize(64);
    Path many =
        analyze(
            "many",
            "--input",
            SAMPLE,
            "--weights",
            WEIGHTS,
            "--heads",
            "4",
            "--mask",
            "causal",
            "--partitions",
            "64");
    assertThat(bytes(many)).isEqualTo(expected);
  }

  @Test
  void piecesOfWordsAreJoinedStraightFromSentencesToo() throws IOException {
    String sentences = temp.resolve("sentences").toString();
    String model = "src/test/resources/embedders/bert";
    CommandRun.succeed(
        "embed", "--input", "data-samples/corpus.txt", "--model", model, "--output", sentences);
    String table =
        attend(
            "table",
            "--input",
            sentences,
            "--weights",
            model,
            "--layer",
            "0",
            "--keep",
            "word_ids");
    byte[] expected = bytes(analyze("of-table", "--input", table));
    assertThat(bytes(analyze("direct", "--input", sentences, "--weights", model, "--layer", "0")))
        .isEqualTo(expected);
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
    assertThat(expected).hasSize(5 * 13);
    for (JsonNode entry : expected) {
      String name =
          "statistics " + entry.get("head").asText() + " " + entry.get("statistic").asText();
      // Attention is computed in float32 here, and in float64 there.
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
    assertThat(CommandRun.rows(output, "statistics").stream().filter(row -> row.isNullAt(0)))
        .hasSize(13);
  }

  @Test
  void generalAttentionHasNoNeighboursAndLinksFromItsQueries() throws IOException {
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 3, 32, Corpora.floats(77, 3 * 32));
    String[] options = {
      "--input", SAMPLE, "--weights", WEIGHTS, "--query", query, "--query-tokens", "who,did,what"
    };
    Path output = analyze("of-table", "--input", attend("table", options));
    JsonNode json = found(output);
    assertThat(json.get("self_attention").asBoolean()).isFalse();
    assertThat(entries(json, "statistics").keySet())
        .contains("statistics 0 entropy", "statistics 0 share_first")
        .doesNotContain("statistics 0 share_self", "statistics 0 distance");
    assertThat(json.get("tokens").asLong()).isEqualTo(3 * json.get("sentences").asLong());
    assertThat(json.get("links"))
        .isNotEmpty()
        .allMatch(link -> List.of("who", "did", "what").contains(link.get("query_word").asText()));
    assertThat(bytes(analyze("direct", options))).isEqualTo(bytes(output));
    String tiles = attend("tiles", with(options, "--max-row-bytes", "100"));
    assertThat(bytes(analyze("of-tiles", "--input", tiles))).isEqualTo(bytes(output));
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void aTableWithoutTokensHasStatisticsAndNoWords() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(20)) {
      rows.add(RowFactory.create(row.get(0), row.get(2)));
    }
    String input =
        Corpora.write(
            temp.resolve("corpus"),
            rows,
            new StructType().add("sentence_id", "long").add("embeddings", Corpora.FLOATS),
            2);
    String weights = Corpora.weights(temp.resolve("weights"));
    String table = attend("table", "--input", input, "--weights", weights);
    JsonNode json = found(analyze("run", "--input", table));
    assertThat(json.get("links")).isEmpty();
    assertThat(entries(json, "statistics").keySet())
        .contains("statistics 0 entropy")
        .doesNotContain("statistics 0 share_special");
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
    assertThat(CommandRun.rows(output, "statistics").get(0).isNullAt(3)).isTrue();
  }

  @Test
  void anEmptyTableLeavesEmptyTables() throws IOException {
    String input = Corpora.write(temp.resolve("corpus"), List.of(), Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    String table = attend("table", "--input", input, "--weights", weights);
    Path output = temp.resolve("run");
    CommandRun run = CommandRun.succeed("analyze", "--input", table, "--output", output.toString());
    assertThat(run.err()).contains("warning: the input has no sentences");
    for (String part : PARTS.keySet()) {
      assertThat(CommandRun.rows(output, part)).isEmpty();
    }
  }

  @Test
  void badRecordsAreSetAsideOrStopTheRun() {
    List<Row> rows = new ArrayList<>(Corpora.sentences(10));
    rows.add(RowFactory.create(99L, Corpora.words(3), Corpora.floats(1, 5)));
    rows.add(RowFactory.create(100L, null, null));
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 3);
    String weights = Corpora.weights(temp.resolve("weights"));
    Path output = temp.resolve("run");
    CommandRun.refuse(
        List.of("analyze", "--input", input, "--weights", weights, "--output", output.toString()),
        "record ",
        "--on-bad-record reject");
    assertThat(output).doesNotExist();
    CommandRun run =
        CommandRun.succeed(
            "analyze",
            "--input",
            input,
            "--weights",
            weights,
            "--output",
            output.toString(),
            "--on-bad-record",
            "reject");
    assertThat(run.out()).contains("10 analysed, 2 rejected");
    assertThat(Attend.rejected(output)).containsOnlyKeys("99", "100");
  }

  @Test
  void sentencesOfTwoRunsThatShareIdsAreNeverMixed() throws IOException {
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 3, 32, Corpora.floats(77, 3 * 32));
    String[] options = {"--input", SAMPLE, "--weights", WEIGHTS, "--query", query};
    String both = attend("a", options) + "," + attend("b", options);
    assertThat(found(analyze("whole", "--input", both)).get("sentences").asInt()).isEqualTo(160);
    String[] tiled = with(options, "--max-row-bytes", "100");
    String tiles = attend("c", tiled) + "," + attend("d", tiled);
    CommandRun.refuse(
        List.of("analyze", "--input", tiles, "--output", temp.resolve("run").toString()),
        "ids must be unique");
    assertThat(temp.resolve("run")).doesNotExist();
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
