package io.corpusattention.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.Main;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the benchmark creates the corpora that it describes, runs a job on them, and
 * reports what it measured.
 */
class BenchmarkTest {
  private static final String MODEL = "src/test/resources/encoders/gelu";

  @TempDir private Path temp;

  private record Ran(int exitCode, String out, String err) {}

  private Ran run(String... options) {
    SharedSpark.session();
    List<String> args = new ArrayList<>(List.of("benchmark", "--folder", temp + "/files"));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(args.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err, true));
    return new Ran(exitCode, out.toString(), err.toString());
  }

  @Test
  void figuresAreThoseOfTheFilesThatWereReadAndWritten() throws IOException {
    Path json = temp.resolve("figures.json");

    Ran ran =
        run("--workload", "W2", "--scale", "0.002", "--repeat", "1", "--json", json.toString());

    assertThat(ran.exitCode).as(ran.err).isZero();
    assertThat(ran.out).contains("W2: 100 sentences").contains("GFLOP/s");
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).at("/workloads/0");
    assertThat(figures.get("sentences").asLong()).isEqualTo(100);
    Row sums =
        SharedSpark.session()
            .read()
            .parquet(temp + "/files/W2/corpus")
            .selectExpr("cast(size(tokens) as bigint) n", "size(embeddings) = 100 * size(tokens) k")
            .selectExpr("sum(n)", "sum(n * n)", "every(k)")
            .first();
    long tokens = sums.getLong(0);
    assertThat(sums.getBoolean(2)).isTrue();
    assertThat(figures.get("tokens").asLong()).isEqualTo(tokens);
    assertThat(figures.get("floating_point_operations").asDouble())
        .isEqualTo(2.0 * tokens * 100 * 300 + 4.0 * sums.getLong(1) * 100);
    assertThat(figures.get("bytes_read").asLong()).isEqualTo(bytes("W2/corpus"));
    JsonNode warm = figures.at("/warm/last");
    assertThat(warm.get("bytes_written").asLong()).isEqualTo(bytes("W2/attend/attention"));
    double seconds = warm.get("seconds").asDouble();
    assertThat(warm.get("tokens_per_second").asDouble() * seconds)
        .isBetween(tokens * 0.999, tokens * 1.001);
    assertThat(warm.get("core_seconds").fieldNames())
        .toIterable()
        .containsExactly("read", "projection", "attention", "write");
  }

  @Test
  void runsOfTrainingAreEpochsApartFromReading() throws IOException {
    Path json = temp.resolve("figures.json");

    Ran ran =
        run(
            with(
                new String[] {"--job", "train", "--workload", "W2", "--scale", "0.002"},
                "--warm-up=1",
                "--repeat=2",
                "--json=" + json));

    assertThat(ran.exitCode).as(ran.err).isZero();
    assertThat(ran.out).contains("W2: 100 sentences", "ours, median").doesNotContain("written");
    assertThat(ran.err).contains("W2, warming up", "W2, epoch 1", "W2, epoch 2");
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).at("/workloads/0");
    assertThat(figures.get("seconds_of_reading").asDouble()).isPositive();
    JsonNode warm = figures.get("warm");
    assertThat(warm.get("seconds_of_all")).hasSize(2).allMatch(s -> s.asDouble() > 0);
    assertThat(warm.get("last").fieldNames())
        .toIterable()
        .containsExactly("seconds", "tokens_per_second", "gigaflops");
    assertThat(temp.resolve("files/W2")).isDirectoryNotContaining("glob:**attend*");
  }

  @Test
  void figuresOfAModelAreThoseOfItsLayersAndItsText() throws IOException {
    Path json = temp.resolve("figures.json");
    Path text = Files.writeString(temp.resolve("text"), "The cat sat.\n\nThe law is just.");

    Ran ran =
        run(
            with(
                new String[] {"--job", "model", "--model", MODEL, "--input", text.toString()},
                "--scale=3",
                "--warm-up=0",
                "--repeat=2",
                "--json=" + json));

    assertThat(ran.exitCode).as(ran.err).isZero();
    assertThat(ran.out).contains("gelu: 6 sentences", "3 layers", "of its products alone");
    assertThat(ran.err).contains("gelu, run 1", "gelu, run 2", "its products alone");
    JsonNode all = new ObjectMapper().readTree(json.toFile());
    assertThat(all.get("attention").asText()).isEqualTo("top-k:8");
    JsonNode figures = all.at("/workloads/0");
    Row rows =
        SharedSpark.session()
            .read()
            .parquet(temp + "/files/model/attend/hidden")
            .selectExpr("count(*)", "sum(size(tokens))")
            .first();
    assertThat(figures.get("sentences").asLong()).isEqualTo(rows.getLong(0)).isEqualTo(6);
    assertThat(figures.get("tokens").asLong()).isEqualTo(rows.getLong(1));
    assertThat(figures.get("operations_per_token").asDouble())
        .isEqualTo(2 * (4 * 36 * 36 + 2 * 36 * 50) * 3);
    JsonNode warm = figures.get("warm");
    assertThat(warm.get("seconds_of_all")).hasSize(2);
    assertThat(warm.at("/last/bytes_written").asLong())
        .isEqualTo(bytes("model/attend/attention") + bytes("model/attend/hidden"));
    assertThat(warm.at("/last/core_seconds").fieldNames())
        .toIterable()
        .containsExactly("read", "layers", "write");
    double layers = warm.at("/last/core_seconds/layers").asDouble();
    assertThat(warm.at("/last/gigaflops_per_core_of_layers").asDouble() * layers * 1e9)
        .isCloseTo(figures.get("floating_point_operations").asDouble(), withPercentage(0.1));
    double share = figures.get("share_of_kernel").asDouble();
    assertThat(share * figures.get("kernel_gigaflops_per_core").asDouble())
        .isCloseTo(warm.at("/median/gigaflops_per_core").asDouble(), withPercentage(0.1));
    assertThat(figures.get("kernel_gigaflops_per_core_of_all")).hasSize(2);
  }

  @Test
  void layersThatNobodyAsksForAreNotCounted() throws IOException {
    Path json = temp.resolve("figures.json");
    Path text = Files.writeString(temp.resolve("text"), "The cat sat.");
    String[] options = {"--job", "model", "--model", MODEL, "--input", text.toString()};

    Ran ran = run(with(options, "--hidden=none", "--warm-up=0", "--repeat=1", "--json=" + json));

    assertThat(ran.exitCode).as(ran.err).isZero();
    double unused = 36 * 36 + 36 * 36 + 2 * 36 * 50; // V and the block of the last layer
    assertThat(
            new ObjectMapper()
                .readTree(json.toFile())
                .at("/workloads/0/operations_per_token")
                .asDouble())
        .isEqualTo(2 * ((4 * 36 * 36 + 2 * 36 * 50) * 3 - unused));
  }

  private long bytes(String folder) throws IOException {
    try (var files = Files.list(temp.resolve("files").resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void theSameSeedMakesTheSameCorpusAndAnotherSeedAnother() {
    String[] options = {"--workload", "W2", "--scale", "0.001", "--repeat", "1", "--warm-up", "0"};
    assertThat(run(options).exitCode).isZero();
    List<Row> first = corpus();
    assertThat(run(with(options, "--seed", "8")).exitCode).isZero();
    List<Row> other = corpus();
    assertThat(run(with(options, "--seed", "7")).exitCode).isZero();

    assertThat(corpus()).isEqualTo(first).isNotEqualTo(other);
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private List<Row> corpus() {
    return SharedSpark.session()
        .read()
        .parquet(temp + "/files/W2/corpus")
        .orderBy("sentence_id")
        .collectAsList();
  }

  @Test
  void settingsThatCannotWorkAreOneLine() throws IOException {
    Files.createDirectories(temp.resolve("files/W1"));
    Files.writeString(temp.resolve("files/W1/mine.txt"), "kept");

    assertRefused(run("--workload", "W3"), "--workload W3", "W1 and W2");
    assertRefused(run("--scale", "0"), "--scale 0", "above 0");
    assertRefused(run("--repeat", "0"), "--repeat 0", "1 or more");
    assertRefused(run("--workload", "W1", "--scale", "0.001"), "mine.txt", "new or empty");
    assertRefused(run("--job", "train", "--cold"), "--cold", "leave it out with --job train");
    assertRefused(run("--json", temp + "/absent/f.json"), "--json", "a folder that is there");
    assertThat(temp.resolve("files/W1/mine.txt")).hasContent("kept");
  }

  @Test
  void settingsOfAModelThatCannotWorkAreOneLine() throws IOException {
    String text = Files.writeString(temp.resolve("text"), "The cat sat.\n").toString();
    String empty = Files.writeString(temp.resolve("empty"), "\n").toString();
    String[] options = {"--job", "model", "--model", MODEL, "--input", text};

    assertRefused(run("--job", "model"), "--model is missing", "the folder of a model");
    assertRefused(run("--job", "model", "--model", MODEL), "--input is missing", "a text file");
    assertRefused(run("--model", MODEL), "--model " + MODEL, "--job model");
    assertRefused(run(with(options, "--workload=W2")), "--workload W2", "leave it out");
    assertRefused(run(with(options, "--cold")), "--cold", "leave it out with --job model");
    assertRefused(run(with(options, "--scale=1.5")), "--scale 1.5", "whole number");
    assertRefused(
        run(with(options, "--peer-style=padded")), "--peer-style padded", "eager-written");
    assertRefused(run("--peer-style", "onnx"), "--peer-style onnx", "packed, padded");
    assertRefused(
        run(with(options, "--attention=none", "--hidden=none")), "--attention", "--hidden");
    options[5] = temp + "/absent";
    assertRefused(run(options), "--input " + temp + "/absent", "name a text file");
    options[5] = temp.toString();
    assertRefused(run(options), "--input " + temp, "name a text file");
    options[5] = empty;
    assertRefused(run(options), "--input " + empty, "has no text");
    options[3] = text;
    assertRefused(run(options), "--model " + text, "is a file");
  }

  private static void assertRefused(Ran ran, String what, String remedy) {
    assertThat(ran.exitCode).as(ran.err).isEqualTo(2);
    assertThat(ran.err.lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains(what, remedy);
  }
}
