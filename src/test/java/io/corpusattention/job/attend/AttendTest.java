package io.corpusattention.job.attend;

import static io.corpusattention.job.run.Corpora.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output of an attend run. */
class AttendTest {
  private static final int SENTENCES = 60;

  @TempDir private Path temp;
  private String weights;
  private String input;
  private Runs runs;

  @BeforeEach
  void makeCorpus() {
    weights = Corpora.weights(temp.resolve("weights"));
    input =
        Corpora.write(temp.resolve("corpus"), Corpora.sentences(SENTENCES), Corpora.schema(), 3);
    runs = new Runs(temp, "--input", input, "--weights", weights);
  }

  private Path attend(String name, String corpus, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", corpus, "--heads", "4"));
    options.addAll(List.of(more));
    runs.succeed(name, options.toArray(new String[0]));
    return runs.output(name);
  }

  @Test
  void leavesATableOfParquetFilesAloneAManifestAndSuccess() throws IOException {
    Path output = attend("run", input);
    assertThat(new TreeSet<>(Attend.contents(output).keySet()))
        .allMatch(name -> name.matches("attention/part-.*\\.zstd\\.parquet|run\\.json|_SUCCESS"));
    assertThat(Attend.table(output)).hasSize(SENTENCES);
    JsonNode manifest = Attend.manifest(output);
    assertThat(manifest.at("/counts/read").asInt()).isEqualTo(SENTENCES);
    assertThat(manifest.at("/counts/written").asInt()).isEqualTo(SENTENCES);
    assertThat(manifest.at("/counts/rejected").asInt()).isZero();
    assertThat(manifest.at("/configuration/heads").asInt()).isEqualTo(4);
    assertThat(manifest.at("/weights/sha256").asText()).hasSize(64);
    assertThat(manifest.at("/shape/d_k").asInt()).isEqualTo(4);
  }

  @Test
  void everyRowHasTheShapesThatTheTablePromises() {
    for (Row row : Attend.table(attend("run", input)).values()) {
      int n = row.getInt(row.fieldIndex("num_tokens"));
      assertThat(row.getInt(row.fieldIndex("num_queries"))).isEqualTo(n);
      assertThat(Attend.<String>list(row, "tokens")).isEqualTo(Corpora.words(n));
      assertThat(Attend.<Float>list(row, "attention")).hasSize(4 * n * n).doesNotContainNull();
      assertThat(Attend.<Float>list(row, "context")).hasSize(n * WIDTH).doesNotContainNull();
      assertThat(Attend.<Float>list(row, "attention_received")).hasSize(n).doesNotContainNull();
    }
  }

  @Test
  void givesTheSameBitsFromAnyFilesPartitionsOrderAndTaskSizes() {
    Map<String, Row> expected = Attend.table(attend("one", input));
    List<Row> sentences = Corpora.sentences(SENTENCES);
    StructType schema = Corpora.schema();
    String single = Corpora.write(temp.resolve("single"), Corpora.reversed(sentences), schema, 1);
    String many = Corpora.write(temp.resolve("many"), sentences, schema, 64);
    Attend.assertSameBits(Attend.table(attend("two", single)), expected);
    Attend.assertSameBits(Attend.table(attend("three", many)), expected);
    for (String partitions : List.of("1", "7", "64")) {
      Attend.assertSameBits(
          Attend.table(attend("p" + partitions, many, "--partitions", partitions)), expected);
    }
  }

  @Test
  void carriesKeptColumnsAndIdsOfEveryKindThrough() {
    SharedSpark.session()
        .read()
        .parquet(input)
        .selectExpr(
            "concat('s', sentence_id) AS `my id`",
            "tokens AS `w.ords`",
            "embeddings AS vectors",
            "date_add(DATE'2020-01-01', int(sentence_id)) AS day",
            "named_struct('a', sentence_id, 'b', array(null, 'x')) AS nested",
            "if(sentence_id % 2 = 0, null, cast(sentence_id AS decimal(20, 3))) AS price",
            "map('k', sentence_id) AS m",
            "TIMESTAMP'9999-12-31 23:59:59.123456' AS time")
        .write()
        .parquet(temp.resolve("renamed").toString());
    Path output =
        attend(
            "run",
            temp.resolve("renamed").toString(),
            "--id-column",
            "my id",
            "--tokens-column",
            "w.ords",
            "--embeddings-column",
            "vectors",
            "--keep",
            "day,nested,price",
            "--keep",
            "m,time");
    List<Row> kept =
        SharedSpark.session()
            .read()
            .parquet(output + "/attention")
            .select("my id", "tokens", "day", "nested", "price", "m", "time")
            .orderBy("my id")
            .collectAsList();
    List<Row> expected =
        SharedSpark.session()
            .read()
            .parquet(temp.resolve("renamed").toString())
            .selectExpr("`my id`", "`w.ords` AS tokens", "day", "nested", "price", "m", "time")
            .orderBy("my id")
            .collectAsList();
    assertThat(kept).isEqualTo(expected);
  }

  @Test
  void workWithoutTokens() {
    SharedSpark.session()
        .read()
        .parquet(input)
        .drop("tokens")
        .write()
        .parquet(temp.resolve("bare").toString());
    Path output = attend("run", temp.resolve("bare").toString());
    Row row = Attend.table(output).values().iterator().next();
    assertThat(row.schema().fieldNames()).doesNotContain("tokens");
  }

  @Test
  void aLongSentenceIsCutIntoTilesThatJoinToTheSameBits() {
    Map<String, Row> whole = Attend.table(attend("whole", input));
    Map<String, Row> tiled = Attend.table(attend("tiled", input, "--max-row-bytes", "4000"));
    Attend.assertTilesJoin(tiled, whole);
  }

  @Test
  void anInputWithoutRowsGivesAnEmptyTableWithItsSchemaAndAWarning() throws IOException {
    String empty = Corpora.write(temp.resolve("empty"), List.of(), Corpora.schema(), 1);
    Path output = runs.output("run");
    Attend run = runs.succeed("run", "--input", empty);
    assertThat(run.err()).contains("warning: the input has no records");
    assertThat(Attend.contents(output.resolve("attention"))).hasSize(1);
    assertThat(SharedSpark.session().read().parquet(output + "/attention").columns())
        .contains("sentence_id", "tokens", "attention", "context", "attention_received");
  }

  @Test
  void takesSeveralInputsAndGlobs() {
    List<Row> sentences = Corpora.sentences(9);
    for (int i = 0; i < 3; i++) {
      Corpora.write(
          temp.resolve("part" + i), sentences.subList(3 * i, 3 * i + 3), Corpora.schema(), 1);
    }
    assertThat(Attend.table(attend("a", temp + "/part0," + temp + "/part2"))).hasSize(6);
    assertThat(Attend.table(attend("b", temp + "/part{0,1}," + temp + "/part2"))).hasSize(9);
    assertThat(Attend.table(attend("c", temp + "/part*"))).hasSize(9);
  }

  @Test
  void limitAndDryRunDoWhatTheySay() throws IOException {
    Path output = attend("run", input, "--limit", "7", "--partitions", "2");
    assertThat(Attend.table(output)).hasSize(7);
    Attend plan = Attend.run("--input", input, "--weights", weights, "--heads", "2", "--dry-run");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("W_q [16, 16]", "d_k 8", "temperature", "for 60 sentences", "attention_received");
  }

  @Test
  void theConfigFileStandsForOptionsAndTheCommandLineWins() throws IOException {
    Path config = temp.resolve("attend.properties");
    Files.writeString(
        config, "input=" + input + "\nweights=" + weights + "\nheads=8\nmask=causal\n");
    Path output = temp.resolve("run");
    Attend run =
        Attend.run("--config", config.toString(), "--heads", "2", "--output", output.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Attend.manifest(output).at("/configuration/heads").asInt()).isEqualTo(2);
    assertThat(Attend.manifest(output).at("/configuration/mask").asText()).isEqualTo("causal");
  }

  @Test
  void printsCountsAndTheTable() {
    Path output = runs.output("run");
    Attend run = runs.succeed("run");
    assertThat(run.out())
        .contains("Sentences  60 read, 60 written, 0 rejected")
        .contains("Table      " + output + "/attention");
  }

  @Test
  void printsTheHeaviestLinksWhereAskedTo() {
    assertThat(Attend.run(runs.with("run", "--show-links")).out())
        .containsPattern(
            "Heaviest links in \"w0 .*\"\\R  w\\d+ -> w\\d+  [01]\\.\\d\\d  \\(head 0\\)");
  }

  @Test
  void keepsSentencesOutOfTheLogOfADriverThatNobodyWatches() {
    assertThat(runs.succeed("run").out()).doesNotContain("Heaviest links", "w0");
  }
}
