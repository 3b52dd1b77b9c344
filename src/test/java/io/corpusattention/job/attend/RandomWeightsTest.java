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
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that random weights are the same for the same seed, and are never mistaken for trained
 * ones.
 */
class RandomWeightsTest {
  private static final int SENTENCES = 20;

  @TempDir private Path temp;
  private String input;
  private Runs runs;

  @BeforeEach
  void makeCorpus() {
    input =
        Corpora.write(temp.resolve("corpus"), Corpora.sentences(SENTENCES), Corpora.schema(), 2);
    runs = new Runs(temp, "--input", input, "--weights", "xavier:7", "--heads", "4");
  }

  private String sha256(String name) throws IOException {
    return Attend.manifest(runs.output(name)).at("/weights/sha256").asText();
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() throws IOException {
    Map<String, Row> expected = runs.table("one");
    Attend.assertSameBits(runs.table("two", "--partitions", "5"), expected);
    assertThat(sha256("two")).isEqualTo(sha256("one"));
    Map<String, Row> others = runs.table("three", "--weights", "xavier:-8");
    assertThat(sha256("three")).isNotEqualTo(sha256("one"));
    assertThat(Attend.<Float>list(others.get("5/0"), "attention"))
        .isNotEqualTo(Attend.<Float>list(expected.get("5/0"), "attention"));
  }

  @Test
  void headsAreAsWideAsTheirOptionSaysElseTheyShareTheModelsWidth() throws IOException {
    Row row = runs.table("plain").get("5/0");
    assertThat(Attend.<Float>list(row, "context")).hasSize(36 * WIDTH);
    row = runs.table("wide", "--head-dim", "24", "--kv-heads", "2").get("5/0");
    assertThat(Attend.<Float>list(row, "context")).hasSize(36 * 4 * 24);
    JsonNode manifest = Attend.manifest(runs.output("wide"));
    assertThat(manifest.at("/weights/W_q").toString()).isEqualTo("[16,96]");
    assertThat(manifest.at("/weights/W_v").toString()).isEqualTo("[16,48]");
    assertThat(manifest.at("/configuration/head-dim").asInt()).isEqualTo(24);
    // The number of heads need not divide the width of 16 if the width of a head is given.
    assertThat(runs.table("five", "--heads", "5", "--head-dim", "3")).hasSize(SENTENCES);
  }

  @Test
  void theyAreAsWideAsMostOfTheRecords() throws IOException {
    List<Row> rows = new ArrayList<>(Corpora.sentences(SENTENCES));
    rows.add(0, RowFactory.create(-1L, Corpora.words(2), Corpora.floats(1, 2 * 8)));
    String mixed = Corpora.write(temp.resolve("mixed"), rows, Corpora.schema(), 1);
    Map<String, Row> table = runs.table("mixed-out", "--input", mixed, "--on-bad-record", "reject");
    Attend.assertSameBits(table, runs.table("expected"));
    String even = Corpora.write(temp.resolve("even"), rows.subList(0, 2), Corpora.schema(), 1);
    runs.refuse(List.of("--input", even), "--weights xavier:7", "8 as 16", "embeddings");
  }

  @Test
  void weightsBeyondTheDriversHeapAreRefused() {
    runs.refuse(List.of("--head-dim", "100000000"), "--head-dim 100000000", "heap");
  }

  @Test
  void queriesMayBeOfAnotherWidth() throws IOException {
    Path query = temp.resolve("query.npy");
    Corpora.npy(query, 2, 5, Corpora.floats(1, 10));
    runs.succeed("run", "--query", query.toString());
    JsonNode manifest = Attend.manifest(runs.output("run"));
    assertThat(manifest.at("/weights/W_q").toString()).isEqualTo("[5,16]");
    assertThat(manifest.at("/weights/W_k").toString()).isEqualTo("[16,16]");
  }

  @Test
  void aRunSaysEverywhereThatItsWeightsAreRandom() throws IOException {
    Attend run = runs.succeed("run");
    assertThat(run.out()).contains("Weights    random (xavier:7), not trained");
    assertThat(runs.run("plan", "--dry-run").out()).contains("random (xavier:7), not trained");
    JsonNode weights = Attend.manifest(runs.output("run")).get("weights");
    assertThat(weights.get("random").asBoolean()).isTrue();
    assertThat(weights.get("source").asText()).isEqualTo("xavier:7");
    for (Path file : tableFiles("run")) {
      assertThat(footer(file)).containsEntry("corpusattention.random_weights", "xavier:7");
    }
  }

  @Test
  void aRunWithWeightsOfFilesSaysNowhereThatTheyAreRandom() throws IOException {
    Attend run = runs.succeed("run", "--weights", Corpora.weights(temp.resolve("weights")));
    assertThat(run.out()).doesNotContain("random");
    JsonNode weights = Attend.manifest(runs.output("run")).get("weights");
    assertThat(weights.get("random").asBoolean()).isFalse();
    for (Path file : tableFiles("run")) {
      assertThat(footer(file)).doesNotContainKey("corpusattention.random_weights");
    }
  }

  private List<Path> tableFiles(String name) throws IOException {
    try (Stream<Path> files = Files.list(runs.output(name).resolve("attention"))) {
      List<Path> all = files.toList();
      assertThat(all).isNotEmpty();
      return all;
    }
  }

  private static Map<String, String> footer(Path file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      return reader.getFileMetaData().getKeyValueMetaData();
    }
  }

  @Test
  void headsThatCannotBe() {
    runs.refuse(List.of("--heads", "3"), "--heads 3", "does not divide d_model 16", "--head-dim");
    runs.refuse(List.of("--heads", "0"), "--heads 0", "must be 1 or more");
    runs.refuse(List.of("--heads", "-2", "--head-dim", "8"), "--heads -2", "must be 1 or more");
    runs.refuse(List.of("--kv-heads", "3"), "--kv-heads 3", "must be a divisor of --heads 4");
    runs.refuse(List.of("--kv-heads", "0", "--head-dim", "8"), "--kv-heads 0", "divisor");
  }

  @Test
  void headWidthsThatCannotBe() {
    runs.refuse(List.of("--head-dim", "0"), "--head-dim 0", "must be 1 or more");
    runs.refuse(List.of("--head-dim", "-3"), "--head-dim -3", "must be 1 or more");
    runs.refuse(List.of("--head-dim", "wide"), "--head-dim", "'wide' is not a whole number");
    runs.refuse(List.of("--head-dim", "2000000000"), "--head-dim 2000000000", "make it smaller");
    String weights = Corpora.weights(temp.resolve("weights"));
    runs.refuse(
        List.of("--weights", weights, "--head-dim", "4"),
        "--head-dim 4",
        "is for --weights xavier:SEED",
        "leave it out");
  }

  @Test
  void seedsThatCannotBe() {
    for (String seed : List.of("", "abc", "1.5", "0x10", "9223372036854775808")) {
      runs.refuse(
          List.of("--weights", "xavier:" + seed),
          "--weights xavier:" + seed,
          "SEED",
          "must be an integer of 64 bits");
    }
    runs.refuse(
        List.of("--weights", "xavier"), "--weights xavier", "does not exist", "xavier:SEED");
    runs.refuse(List.of("--layer", "0"), "--layer 0", "random weights have no layers", "leave it");
  }

  @Test
  void aWidthThatCannotBeKnown() {
    String bare = temp.resolve("bare").toString();
    SharedSpark.session().read().parquet(input).drop("tokens").write().parquet(bare);
    runs.refuse(
        List.of("--input", bare),
        "--weights xavier:7",
        "do not tell how wide an embedding in column embeddings is",
        "give the tokens");
    runs.refuse(
        List.of("--query-column", "embeddings", "--input", bare), "--weights xavier:7", "give the");
    String empty = Corpora.write(temp.resolve("empty"), List.of(), Corpora.schema(), 1);
    runs.refuse(
        List.of("--input", empty), "--weights xavier:7", "has no records", "a file of weights");
  }

  @Test
  void oneArrayForEachTokenTellsTheWidthWithoutTokens() throws IOException {
    StructType schema =
        new StructType()
            .add("sentence_id", DataTypes.LongType)
            .add("embeddings", DataTypes.createArrayType(Corpora.FLOATS));
    List<Row> rows =
        List.of(
            RowFactory.create(1L, null),
            RowFactory.create(2L, List.of(Corpora.floats(1, 8), Corpora.floats(2, 8))));
    String nested = Corpora.write(temp.resolve("nested"), rows, schema, 1);
    runs.succeed("run", "--input", nested, "--on-bad-record", "reject");
    assertThat(Attend.manifest(runs.output("run")).at("/shape/d_model").asInt()).isEqualTo(8);
  }
}
