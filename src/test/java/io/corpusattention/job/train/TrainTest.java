package io.corpusattention.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the output of train: weights that attend accepts, with the same bits for any partitions.
 */
class TrainTest {
  private static final StructType LABELLED =
      Corpora.schema().add("topic", DataTypes.StringType, true);

  @TempDir private Path temp;

  private Path output(String name) {
    return temp.resolve(name);
  }

  private CommandRun train(String input, String name, String... more) {
    return CommandRun.of("train", options(input, name, more));
  }

  private CommandRun succeed(String input, String name, String... more) {
    return CommandRun.succeed("train", options(input, name, more));
  }

  private String[] options(String input, String name, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", input));
    options.addAll(List.of("--output", output(name).toString()));
    options.addAll(List.of(more));
    if (!options.contains("--batch")) {
      options.addAll(List.of("--batch", "16"));
    }
    return options.toArray(new String[0]);
  }

  private String corpus(String name, List<Row> rows, int files) {
    return Corpora.write(temp.resolve(name), rows, Corpora.schema(), files);
  }

  private byte[] model(String name) throws IOException {
    return Files.readAllBytes(output(name).resolve("model.safetensors"));
  }

  /** Returns sentences of which every other one contains a certain vector. */
  private static List<Row> labelled(int count) {
    List<Row> rows = new ArrayList<>();
    List<Float> mark = Corpora.floats(-1, Corpora.WIDTH);
    for (int i = 0; i < count; i++) {
      int n = 3 + i % 5;
      List<Float> embeddings = new ArrayList<>(Corpora.floats(i, n * Corpora.WIDTH));
      if (i % 2 == 0) {
        for (int column = 0; column < Corpora.WIDTH; column++) {
          embeddings.set(i % n * Corpora.WIDTH + column, 2 * mark.get(column));
        }
      }
      rows.add(
          RowFactory.create((long) i, Corpora.words(n), embeddings, i % 2 == 0 ? "law" : "sport"));
    }
    return rows;
  }

  @Test
  void theSameWeightsFromAnyPartitionsOfTheInput() throws IOException {
    List<Row> sentences = Corpora.sentences(90);
    for (String alignment : List.of("soft", "sample")) {
      String[] more = {"--heads", "2", "--epochs", "2", "--alignment", alignment};
      succeed(corpus(alignment + "-in-1", sentences, 1), alignment + "-1", more);
      succeed(corpus(alignment + "-in-3", Corpora.reversed(sentences), 3), alignment + "-3", more);
      succeed(corpus(alignment + "-in-16", sentences, 16), alignment + "-16", more);
      assertThat(model(alignment + "-3")).isEqualTo(model(alignment + "-1"));
      assertThat(model(alignment + "-16")).isEqualTo(model(alignment + "-1"));
    }
    assertThat(model("sample-1")).isNotEqualTo(model("soft-1"));
  }

  @Test
  void anotherSeedGivesOtherWeights() throws IOException {
    String input = corpus("in", Corpora.sentences(40), 2);
    succeed(input, "one", "--epochs", "1");
    succeed(input, "other", "--epochs", "1", "--seed", "2");
    assertThat(model("other")).isNotEqualTo(model("one"));
  }

  @Test
  void theRunFolderHasTheCurveAndItsWeightsGoIntoAttend() throws IOException {
    String input = corpus("in", Corpora.sentences(60), 2);
    CommandRun run = succeed(input, "weights", "--heads", "4", "--epochs", "3");
    assertThat(run.out()).contains("Epoch 3/3", "held out", "jobs/attend --input ");
    List<Row> curve = CommandRun.rows(output("weights"), "curve");
    assertThat(curve)
        .extracting(row -> row.getInt(row.fieldIndex("epoch")))
        .containsExactly(1, 2, 3);
    assertThat(curve).allMatch(row -> row.getDouble(row.fieldIndex("held_out_loss")) > 0);
    assertThat(output("weights").resolve("_SUCCESS")).exists();
    assertThat(output("weights").resolve("checkpoints")).doesNotExist();
    assertThat(Files.readString(output("weights").resolve("run.json")))
        .contains(
            "\"objective\" : \"masked\"",
            "held_out_loss_of_mean_embedding",
            "held_out_accuracy_of_mean_embedding",
            "sha256");
    CommandRun attend =
        CommandRun.succeed(
            "attend",
            "--input",
            input,
            "--weights",
            output("weights").toString(),
            "--output",
            output("attention").toString());
    assertThat(attend.out()).contains("60 written");
    Row row = CommandRun.rows(output("attention"), "attention").get(0);
    int n = row.getInt(row.fieldIndex("num_tokens"));
    assertThat(row.getList(row.fieldIndex("attention"))).hasSize(4 * n * n); // heads of config.json
  }

  @Test
  void widerHeadsComeWithAnOutputProjection() throws IOException {
    String input = corpus("in", Corpora.sentences(40), 1);
    succeed(input, "wide", "--heads", "3", "--head-dim", "8", "--kv-heads", "1", "--epochs", "1");
    assertThat(new String(model("wide"), StandardCharsets.ISO_8859_1))
        .contains("\"output.weight\":{\"dtype\":\"F32\",\"shape\":[16,24]")
        .contains("\"key.weight\":{\"dtype\":\"F32\",\"shape\":[8,16]");
  }

  @Test
  void classesAreLearntAndNamedInConfigJson() throws IOException {
    String input = Corpora.write(temp.resolve("in"), labelled(400), LABELLED, 3);
    CommandRun run =
        succeed(
            input,
            "classes",
            "--objective",
            "classify",
            "--label-column",
            "topic",
            "--epochs",
            "15",
            "--learning-rate",
            "0.02");
    List<Row> curve = CommandRun.rows(output("classes"), "curve");
    Row last = curve.get(curve.size() - 1);
    assertThat(last.getDouble(last.fieldIndex("held_out_accuracy"))).isGreaterThan(0.95);
    assertThat(run.out()).doesNotContain("mean of the other words");
    assertThat(Files.readString(output("classes").resolve("config.json")))
        .contains("\"labels\" : [ \"law\", \"sport\" ]", "\"positions\" : \"none\"");
  }

  @Test
  void badRecordsStopTheRunOrAreSetAsideWithTheirReasons() {
    List<Row> rows = new ArrayList<>(labelled(40));
    rows.add(RowFactory.create(100L, Corpora.words(2), Corpora.floats(1, 32), null));
    rows.add(RowFactory.create(101L, Corpora.words(2), Corpora.floats(1, 31), "law"));
    rows.add(RowFactory.create(102L, Corpora.words(1), null, "law"));
    String input = Corpora.write(temp.resolve("in"), rows, LABELLED, 2);
    String[] classify = {"--objective", "classify", "--label-column", "topic", "--epochs", "1"};
    CommandRun failed = train(input, "failed", classify);
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.err()).startsWith("error: record 10").contains("--on-bad-record reject");
    assertThat(output("failed")).doesNotExist();
    List<String> more = new ArrayList<>(List.of(classify));
    more.addAll(List.of("--on-bad-record", "reject"));
    CommandRun run = succeed(input, "rejected", more.toArray(new String[0]));
    assertThat(run.out()).contains("3 rejected");
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : CommandRun.rows(output("rejected"), "rejected")) {
      reasons.put(row.get(0).toString(), row.getString(1));
    }
    assertThat(reasons)
        .containsOnly(
            Map.entry("100", "null_label"),
            Map.entry("101", "wrong_length"),
            Map.entry("102", "null_embeddings"));
  }

  @Test
  void patienceEndsATrainingWhoseHeldOutLossFallsNoMore() {
    String input = corpus("in", Corpora.sentences(60), 1);
    CommandRun run =
        succeed(input, "early", "--epochs", "60", "--patience", "2", "--learning-rate", "0.05");
    assertThat(run.out()).contains("stopped early").doesNotContain("Epoch 60/60");
  }
}
