package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Tests the sentences and attention tables that analyze accepts: in tiles, without tokens, empty or
 * bad.
 */
class AnalyzeInputsTest extends AnalyzeRuns {
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
    assertThat(run.out()).contains("10 analyzed, 2 rejected");
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
}
