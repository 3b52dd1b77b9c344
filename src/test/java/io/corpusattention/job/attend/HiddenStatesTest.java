package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the table with the last hidden states of a model, by token or pooled. */
class HiddenStatesTest {
  private static final int WIDTH = 36;
  private static final int LAST = GoldenEncoder.LAYERS - 1;

  @TempDir private Path temp;
  private GoldenEncoder golden;
  private String lines;

  @BeforeEach
  void writeLines() throws IOException {
    golden = GoldenEncoder.read("gelu");
    lines = Files.writeString(temp.resolve("lines.txt"), golden.lines()).toString();
  }

  private CommandRun run(String output, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    if (!options.contains("--input")) {
      options.addAll(List.of("--input", lines));
    }
    options.addAll(List.of("--model", golden.path().toString()));
    options.addAll(List.of("--output", temp.resolve(output).toString()));
    return CommandRun.succeed("attend", options.toArray(new String[0]));
  }

  /** Returns the rows of a table by id. */
  private Map<String, Row> hidden(String output, String... more) {
    run(output, more);
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : CommandRun.rows(temp.resolve(output), "hidden")) {
      assertThat(rows.put(row.get(0).toString(), row)).isNull();
    }
    return rows;
  }

  /** Pools hidden states in float64, to [n, d_model] or [d_model]. */
  private static double[] pooled(double[] states, String pooling, boolean normalize) {
    int n = states.length / WIDTH;
    double[] pooled = pooling.equals("tokens") ? states.clone() : Arrays.copyOf(states, WIDTH);
    if (pooling.equals("mean")) {
      for (int column = 0; column < WIDTH; column++) {
        double sum = 0;
        for (int token = 0; token < n; token++) {
          sum += states[token * WIDTH + column];
        }
        pooled[column] = sum / n;
      }
    }
    for (int from = 0; normalize && from < pooled.length; from += WIDTH) {
      double squares = 0;
      for (int i = from; i < from + WIDTH; i++) {
        squares += pooled[i] * pooled[i];
      }
      for (int i = from; i < from + WIDTH; i++) {
        pooled[i] /= Math.sqrt(squares);
      }
    }
    return pooled;
  }

  private void assertHidden(
      Map<String, Row> rows, int layer, String pooling, boolean normalize, String what) {
    assertThat(rows).hasSameSizeAs(golden.texts());
    for (int i = 0; i < golden.texts().size(); i++) {
      GoldenEncoder.Text text = golden.texts().get(i);
      Row row = rows.get(Integer.toString(i + 1));
      assertThat(Attend.<String>list(row, "tokens")).isEqualTo(text.tokens());
      assertThat(row.<Boolean>getAs("truncated")).isEqualTo(text.truncated());
      double[] expected = pooled(text.hidden().get(layer), pooling, normalize);
      List<Float> actual = Attend.list(row, "hidden");
      assertThat(actual).as(what).hasSize(expected.length);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      double tolerance = normalize ? 2e-6 : 1e-5 * largest;
      for (int j = 0; j < expected.length; j++) {
        assertThat((double) actual.get(j))
            .as("%s, text %d, %d", what, i, j)
            .isCloseTo(expected[j], Offset.offset(tolerance));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.corpusattention.job.attend.GoldenEncoder#all")
  void theyAreThoseOfTransformersForEveryFamily(String model) throws IOException {
    golden = GoldenEncoder.read(model);
    for (String pooling : List.of("tokens", "mean", "first")) {
      Map<String, Row> rows = hidden(pooling, "--attention", "none", "--hidden", pooling);
      assertHidden(rows, LAST, pooling, false, model + " " + pooling);
    }
    String[] normalized = {"--attention", "none", "--hidden", "mean", "--normalize"};
    assertHidden(hidden("normalized", normalized), LAST, "mean", true, model);
    // The output of an early layer, without the LayerNorm that some families have after the last.
    String[] early = {"--hidden", "tokens", "--layers", "0-1"};
    assertHidden(hidden("early", early), 1, "tokens", false, model);
  }

  @Test
  void theBitsAreTheSameInAnyPartitionsThroughEmbedAndBesideAttention() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append("the cat ").append("sat on the mat ".repeat(i % 7)).append(i).append(".\n");
    }
    lines = Files.writeString(temp.resolve("many.txt"), many.toString()).toString();
    for (String pooling : List.of("tokens", "mean")) {
      String[] alone = {"--attention", "none", "--hidden", pooling, "--normalize"};
      String[] beside = {"--hidden", pooling, "--normalize", "--attention", "top-k:2"};
      Map<String, Row> one = hidden(pooling, CommandRun.with(alone, "--partitions", "1"));
      assertThat(one).hasSize(200);
      assertThat(hidden(pooling + "-many", CommandRun.with(alone, "--partitions", "32")))
          .isEqualTo(one);
      assertThat(hidden(pooling + "-beside", beside)).isEqualTo(one);
      String embedded = temp.resolve("embedded-" + pooling).toString();
      String model = golden.path().toString();
      CommandRun.succeed("embed", "--input", lines, "--model", model, "--output", embedded);
      assertThat(hidden(pooling + "-embed", CommandRun.with(alone, "--input", embedded)))
          .isEqualTo(one);
    }
  }

  @Test
  void withoutAttentionThereIsNoAttentionTable() throws IOException {
    CommandRun run = run("alone", "--attention", "none", "--hidden", "first", "--normalize");
    Path alone = temp.resolve("alone");
    assertThat(alone.resolve("attention")).doesNotExist();
    assertThat(run.out()).contains("alone/hidden").doesNotContain("alone/attention");
    JsonNode manifest = Attend.manifest(alone);
    assertThat(manifest.at("/counts/written").asInt()).isEqualTo(3);
    assertThat(manifest.at("/counts/rows").asInt()).isEqualTo(3);
    assertThat(manifest.at("/counts/truncated").asInt()).isOne();
    assertThat(manifest.at("/configuration/hidden").asText()).isEqualTo("first");
    assertThat(CommandRun.rows(alone, "hidden").get(0).schema().fieldNames())
        .containsExactly("sentence_id", "tokens", "word_ids", "truncated", "hidden");
    CommandRun.refuse(
        List.of("analyze", "--input", alone.toString(), "--output", temp + "/analysis"),
        "has no table attention; run jobs/attend again with settings that write one");
    assertThat(manifest.at("/model/layers_written")).isEmpty();
    assertThat(manifest.at("/model/hidden_layer").asInt()).isEqualTo(LAST);

    String beside = run("beside", "--hidden", "first", "--layers", "0").out();
    assertThat(beside).contains("; layers written: 0; hidden states of layer 0", "beside/hidden");
    assertThat(CommandRun.rows(temp.resolve("beside"), "attention")).hasSize(3);
    assertThat(CommandRun.rows(temp.resolve("beside"), "hidden")).hasSize(3);
  }

  @Test
  void columnsOfTheAttentionTableMayBeKeptWhereThereIsNone() {
    String input = temp.resolve("table.parquet").toString();
    SharedSpark.session()
        .sql("SELECT 1L AS sentence_id, 'the cat' AS text, 7 AS layer, 8 AS hidden")
        .write()
        .parquet(input);
    String[] alone = {"--input", input, "--attention", "none", "--hidden", "mean"};
    Row row = hidden("run", CommandRun.with(alone, "--keep", "layer")).get("1");
    assertThat(row.<Integer>getAs("layer")).isEqualTo(7);
    List<String> refused = new ArrayList<>(List.of("attend", "--keep", "hidden"));
    refused.addAll(List.of(alone));
    refused.addAll(List.of("--model", golden.path().toString(), "--output", temp + "/refused"));
    CommandRun.refuse(
        refused, "--keep hidden: is the name of a column of the table of hidden states");
  }

  @Test
  void aDryRunCountsThem() {
    String out = run("dry", "--attention", "none", "--hidden", "first", "--dry-run").out();
    assertThat(out).contains(4 * WIDTH + " bytes a sentence").doesNotContain("attention grows");
    String both = run("dry", "--hidden", "tokens", "--dry-run").out();
    assertThat(both).contains("Columns of the table hidden", "attention grows");
    assertThat(temp.resolve("dry")).doesNotExist();
  }

  @Test
  void anEmptyTextLeavesAnEmptyTable() throws IOException {
    String empty = Files.writeString(temp.resolve("empty.txt"), "").toString();
    run("run", "--input", empty, "--attention", "none", "--hidden", "mean");
    assertThat(CommandRun.rows(temp.resolve("run"), "hidden")).isEmpty();
    run("both", "--input", empty, "--hidden", "mean");
    assertThat(CommandRun.rows(temp.resolve("both"), "hidden")).isEmpty();
    assertThat(CommandRun.rows(temp.resolve("both"), "attention")).isEmpty();
  }

  @Test
  void badRecordsAreSetAsideAndAllOthersWritten() throws IOException {
    Path bad = temp.resolve("bad.txt");
    Files.write(bad, new byte[] {'t', 'h', 'e', '\n', (byte) 0xFF, '\n', 'c', 'a', 't', '\n'});
    Map<String, Row> rows =
        hidden(
            "run",
            "--input",
            bad.toString(),
            "--attention",
            "none",
            "--hidden",
            "mean",
            "--on-bad-record",
            "reject");
    assertThat(rows.keySet()).containsExactly("1", "3");
    assertThat(Attend.rejected(temp.resolve("run"))).isEqualTo(Map.of("2", "not_utf8"));
  }
}
