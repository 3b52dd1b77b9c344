package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.embed.Embed;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that weights trained with positions see embeddings with positions that are added exactly
 * once.
 */
class PositionsTest {
  private static final String CORPUS = "data-samples/corpus.txt";
  private static final String PLAIN_WEIGHTS = "src/test/resources/analysis/weights";

  @TempDir private Path temp;
  private String weights;
  private String plain;
  private String positioned;
  private Runs runs;

  @BeforeEach
  void weightsWithPositionsAndEmbeddingsOfBothKinds() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("weights"));
    for (String name : List.of("W_q.npy", "W_k.npy", "W_v.npy")) {
      Files.copy(Path.of(PLAIN_WEIGHTS, name), folder.resolve(name));
    }
    say("\"sinusoidal\"");
    weights = folder.toString();
    plain = embed("plain", "none");
    positioned = embed("positioned", "sinusoidal");
    runs = new Runs(temp, "--input", plain, "--weights", weights);
  }

  private void say(String positions) throws IOException {
    Files.writeString(
        temp.resolve("weights/config.json"),
        "{\"num_attention_heads\": 4, \"positions\": " + positions + "}");
  }

  private String embed(String name, String positions) {
    String output = temp.resolve(name).toString();
    Embed.succeed("--input", CORPUS, "--positions", positions, "--output", output);
    return output;
  }

  private String analysis(String name, String input, String weights) throws IOException {
    Path output = temp.resolve(name);
    CommandRun.succeed(
        "analyze", "--input", input, "--weights", weights, "--output", output.toString());
    return Files.readString(output.resolve("analysis.json"));
  }

  @Test
  void attentionIsThatOfEmbeddingsWithPositionsToTheBit() throws IOException {
    Map<String, Row> expected =
        runs.table("expected", "--input", positioned, "--weights", PLAIN_WEIGHTS);
    Attend.assertSameBits(runs.table("added"), expected);
    Attend.assertSameBits(runs.table("parts", "--partitions", "7"), expected);
    say("\"none\"");
    Map<String, Row> none = runs.table("none");
    Attend.assertSameBits(none, runs.table("as-they-are", "--weights", PLAIN_WEIGHTS));
    assertThat(none.get("1/0")).isNotEqualTo(expected.get("1/0"));
  }

  @Test
  void statisticsAreThoseOfEmbeddingsWithPositionsToTheBit() throws IOException {
    String expected = analysis("expected", positioned, PLAIN_WEIGHTS);
    assertThat(analysis("added", plain, weights)).isEqualTo(expected);
    assertThat(analysis("present", positioned, weights)).isEqualTo(expected);
    assertThat(analysis("none", plain, PLAIN_WEIGHTS)).isNotEqualTo(expected);
    assertThat(Attend.manifest(temp.resolve("added")).get("positions").asText())
        .isEqualTo("sinusoidal");
  }

  @Test
  void positionsThatEmbedHasAddedAreNotAddedAgain() throws IOException {
    Map<String, Row> expected = runs.table("added");
    Attend.assertSameBits(runs.table("run", "--input", positioned), expected);
    Attend.assertSameBits(runs.table("table", "--input", positioned + "/sentences"), expected);
    assertThat(said("run")).isEqualTo("in the input");
    assertThat(runs.succeed("shown", "--input", positioned).out())
        .contains("Positions  sinusoidal, in the embeddings already");
  }

  @Test
  void aTableOfEmbeddingsMayHaveBeenRenamedAndMoved() throws IOException {
    Map<String, Row> expected = runs.table("added");
    Path moved = temp.resolve("moved");
    Files.move(Path.of(positioned, "sentences"), moved);
    Attend.assertSameBits(runs.table("run", "--input", moved.toString()), expected);
  }

  @Test
  void embeddingsOfBothKindsAreRefusedTogether() {
    runs.refuse(
        List.of("--input", plain + "," + positioned),
        "plain/sentences have none",
        "positioned/sentences have sinusoidal positions");
    // Weights without positions accept both kinds of embeddings together.
    runs.succeed("both", "--input", plain + "," + positioned, "--weights", PLAIN_WEIGHTS);
  }

  @Test
  void queriesFromElsewhereHaveNoPositions() throws IOException {
    String expected = temp.resolve("expected").toString();
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 2, 32, Corpora.floats(3, 64));
    CommandRun.succeed(
        "attend",
        "--input",
        positioned,
        "--weights",
        PLAIN_WEIGHTS,
        "--query",
        query,
        "--output",
        expected);
    Attend.assertSameBits(runs.table("added", "--query", query), Attend.table(Path.of(expected)));

    // The queries of each record are its embeddings without positions.
    SharedSpark.session()
        .read()
        .parquet(positioned + "/sentences")
        .join(
            SharedSpark.session()
                .read()
                .parquet(plain + "/sentences")
                .selectExpr("sentence_id", "embeddings as other"),
            "sentence_id")
        .write()
        .parquet(temp.resolve("joined").toString());
    Attend.assertSameBits(
        runs.table("own", "--query-column", "embeddings"),
        runs.table(
            "other",
            "--input",
            temp.resolve("joined").toString(),
            "--weights",
            PLAIN_WEIGHTS,
            "--query-column",
            "other"));
  }

  @Test
  void aRunSaysThatPositionsWereAdded() throws IOException {
    assertThat(runs.succeed("run").out())
        .contains("Positions  sinusoidal, added to the embeddings as in training");
    assertThat(said("run")).isEqualTo("sinusoidal");
    assertThat(runs.succeed("dry", "--dry-run").out())
        .containsSubsequence("Positions", "sinusoidal, added to the embeddings");
    // The footers of the table also say so, and analyze shows it.
    Path analysis = temp.resolve("analysis");
    CommandRun run =
        CommandRun.succeed(
            "analyze", "--input", runs.output("run").toString(), "--output", analysis.toString());
    assertThat(run.out()).contains("Positions  sinusoidal, added");
    assertThat(runs.succeed("none", "--weights", PLAIN_WEIGHTS).out()).doesNotContain("Positions");
    assertThat(Attend.manifest(runs.output("none")).has("positions")).isFalse();
  }

  @Test
  void aConfigThatSaysAnythingElseIsABadSetting() throws IOException {
    say("\"rotary\"");
    runs.refuse(List.of(), "config.json", "positions is 'rotary'", "\"none\" or \"sinusoidal\"");
  }

  @Test
  void positionsMakeNoGoodRecordBadAndNoBadOneGood() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (float value : new float[] {1, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN}) {
      List<Float> embeddings = new ArrayList<>(Corpora.floats(1, 96));
      embeddings.set(40, value);
      rows.add(RowFactory.create((long) rows.size(), Corpora.words(3), embeddings));
    }
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    assertThat(runs.table("run", "--input", input, "--on-bad-record", "reject").keySet())
        .containsExactly("0/0");
    assertThat(Attend.rejected(runs.output("run")))
        .isEqualTo(new TreeMap<>(Map.of("1", "overflow", "2", "not_finite", "3", "not_finite")));
  }

  private String said(String run) throws IOException {
    JsonNode manifest = Attend.manifest(runs.output(run));
    assertThat(manifest.has("positions")).isTrue();
    return manifest.get("positions").asText();
  }
}
