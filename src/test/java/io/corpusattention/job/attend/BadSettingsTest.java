package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.Main;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that a bad setting stops the job before any work, with exit code 2 and a helpful
 * one-line message.
 */
class BadSettingsTest {
  @TempDir private Path temp;
  private String weights;
  private String input;
  private Runs runs;

  @BeforeEach
  void makeCorpus() {
    weights = Corpora.weights(temp.resolve("weights"));
    input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(5), Corpora.schema(), 1);
    runs = new Runs(temp, "--input", input, "--weights", weights);
  }

  @Test
  void inputsThatAreNotThereOrNotParquet() throws IOException {
    runs.refuse(List.of("--input", temp + "/nothing"), "--input", "nothing", "matches no file");
    runs.refuse(List.of("--input", temp + "/*.x"), "--input", "*.x", "matches no file");
    Path text = Files.writeString(temp.resolve("text.parquet"), "this is no Parquet file");
    runs.refuse(
        List.of("--input", text.toString()),
        "--input",
        "text.parquet",
        "is not a Parquet file; repair, rewrite or leave out that file");
    Path lines = Files.writeString(temp.resolve("lines.txt"), "The cat sat on the mat.");
    runs.refuse(List.of("--input", lines.toString()), "--input", "lines.txt", "run jobs/embed");
    Path folder = Files.createDirectory(temp.resolve("void"));
    runs.refuse(List.of("--input", folder.toString()), "--input", "void", "Parquet");
    runs.refuse(List.of("--input", "nosuch://x/y"), "--input", "nosuch", "file system");
    runs.refuse(List.of("--input", "[abc"), "--input [abc");
    runs.refuse(List.of("--input", "file://host/x"), "--input file://host/x");
    runs.refuse(List.of("--weights", "file://host/x"), "--weights file://host/x");
    runs.refuse(List.of("--query", "file://host/x.npy"), "--query file://host/x.npy");
    runs.refuse(List.of("--output", "file://host/x"), "--output file://host/x");
  }

  @Test
  void columnsThatAreNotThereOrOfTheWrongType() {
    runs.refuse(List.of("--id-column", "nr"), "--id-column nr", "sentence_id, tokens, embeddings");
    runs.refuse(List.of("--id-column", "embeddings"), "--id-column embeddings", "array<float>");
    runs.refuse(List.of("--tokens-column", "words"), "--tokens-column words", "no such column");
    runs.refuse(List.of("--tokens-column", "embeddings"), "array<float>", "array<string>");
    runs.refuse(List.of("--embeddings-column", "x"), "--embeddings-column x", "no such column");
    runs.refuse(List.of("--embeddings-column", "tokens"), "array<string>", "array<double>");
    runs.refuse(List.of("--keep", "nothing"), "--keep nothing", "no such column");
    runs.refuse(List.of("--keep", "sentence_id"), "--keep sentence_id", "already");
    runs.refuse(List.of("--keep", "tokens"), "--keep tokens", "column of the attention table");
  }

  @Test
  void aColumnWithTheNameOfOneOfTheTablesOwn() {
    String renamed = temp.resolve("renamed").toString();
    SharedSpark.session()
        .read()
        .parquet(input)
        .withColumnRenamed("sentence_id", "context")
        .write()
        .parquet(renamed);
    runs.refuse(
        List.of("--input", renamed, "--id-column", "context"), "--id-column context", "rename");
  }

  @Test
  void weightsThatAreNotThereOrDoNotFit() throws IOException {
    runs.refuse(List.of("--weights", temp + "/none"), "--weights", "none", "does not exist");
    runs.refuse(List.of("--weights", weights + "/W_q.npy"), "--weights", "is a file", "W_q.npy");
    Path folder = Files.createDirectory(temp.resolve("partial"));
    Files.copy(Path.of(weights, "W_q.npy"), folder.resolve("W_q.npy"));
    runs.refuse(List.of("--weights", folder.toString()), "there is no W_k.npy");
    runs.refuse(List.of("--weights", "Xavier:1"), "--weights Xavier:1", "small letters");
    runs.refuse(List.of("--heads", "3"), "--heads 3", "16 columns");
    runs.refuse(List.of("--heads", "4", "--kv-heads", "3"), "--kv-heads 3", "divisor");
    String wide = Corpora.weights(temp.resolve("wide"), 24);
    runs.refuse(List.of("--weights", wide), "d_model 24", "16 values for 1 tokens", "embeddings");
    byte[] damaged = Files.readAllBytes(Path.of(weights, "W_v.npy"));
    Files.copy(Path.of(weights, "W_k.npy"), folder.resolve("W_k.npy"));
    Files.write(folder.resolve("W_v.npy"), Arrays.copyOf(damaged, 100));
    runs.refuse(List.of("--weights", folder.toString()), "W_v.npy", "truncated");
  }

  @Test
  void valuesThatCannotBe() {
    runs.refuse(List.of("--heads", "0"), "--heads 0");
    runs.refuse(List.of("--heads", "many"), "--heads", "many");
    runs.refuse(List.of("--mask", "diagonal"), "--mask", "diagonal", "window:R");
    runs.refuse(List.of("--mask", "window:-1"), "--mask", "window:-1");
    runs.refuse(List.of("--mask", "window:"), "--mask", "window:R");
    runs.refuse(List.of("--attention", "top-k:0"), "--attention", "top-k:0", "1 or more");
    runs.refuse(List.of("--attention", "some"), "--attention", "full, top-k:K, none");
    runs.refuse(List.of("--context", "some"), "--context", "tokens, mean, none");
    runs.refuse(List.of("--alignment", "medium"), "--alignment", "soft, hard, sample");
    runs.refuse(List.of("--temperature", "0"), "--temperature 0");
    runs.refuse(List.of("--temperature", "1e-40"), "--temperature 1.0E-40");
    runs.refuse(List.of("--scale", "NaN"), "--scale NaN");
    runs.refuse(List.of("--max-row-bytes", "0"), "--max-row-bytes 0");
    runs.refuse(List.of("--partitions", "0"), "--partitions 0");
    runs.refuse(List.of("--partitions", "2147483647"), "--partitions 2147483647");
    runs.refuse(List.of("--limit", "-1"), "--limit -1");
    runs.refuse(List.of("--compression", "lzo"), "--compression", "lzo", "zstd, snappy, none");
    runs.refuse(List.of("--mode", "append"), "--mode", "append", "error, overwrite");
    runs.refuse(List.of("--on-bad-record", "skip"), "--on-bad-record", "skip", "fail, reject");
    runs.refuse(List.of("--maks", "causal"), "--maks", "--mask?");
  }

  @Test
  void configFilesThatAreNotThereOrNameUnknownOptions() throws IOException {
    runs.refuse(List.of("--config", temp + "/none.properties"), "--config", "no such file");
    Path config = Files.writeString(temp.resolve("c.properties"), "haeds=3\n");
    runs.refuse(List.of("--config", config.toString()), "--config", "haeds is no option of attend");
    Path wrong = Files.writeString(temp.resolve("d.properties"), "heads=3\n");
    runs.refuse(List.of("--config", wrong.toString()), "--heads 3");
  }

  @Test
  void missingOptions() {
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new String[] {"attend", "--input", input},
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true));
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--weights");
    Attend run = Attend.run("--input", input, "--weights", weights);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("--output is missing");
  }

  @Test
  void anOutputThatIsInUse() throws IOException {
    Path output = temp.resolve("used");
    String[] options = {"--input", input, "--weights", weights, "--output", output.toString()};
    assertThat(Attend.run(options).exitCode()).isZero();
    Attend again = Attend.run(options);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("holds a finished run", "--mode overwrite");
    Files.delete(output.resolve("_SUCCESS"));
    assertThat(Attend.run(options).err()).contains("holds a run that did not finish");

    Files.writeString(output.resolve("thesis.tex"), "years of work");
    List<String> overwrite = new ArrayList<>(List.of(options));
    overwrite.addAll(List.of("--mode", "overwrite"));
    Attend strange = Attend.run(overwrite.toArray(new String[0]));
    assertThat(strange.exitCode()).isEqualTo(2);
    assertThat(strange.err()).contains("holds thesis.tex");
    assertThat(output.resolve("thesis.tex")).hasContent("years of work");
  }

  @Test
  void anOutputThatHoldsTheInput() {
    Attend run = runs.run("over", "--output", temp.toString(), "--mode", "overwrite");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("holds the input");
    assertThat(Path.of(input)).isDirectoryContaining("glob:**.parquet");
  }

  @Test
  void anOutputThatHoldsTheInputUnderAnotherName() throws IOException {
    Path run = temp.resolve("first");
    assertThat(
            Attend.run("--input", input, "--weights", weights, "--output", run.toString())
                .exitCode())
        .isZero();
    Path link = Files.createSymbolicLink(temp.resolve("link"), run);
    for (String alias : List.of(temp + "/fi*t/attention", link + "/attention")) {
      Attend again =
          Attend.run(
              "--input",
              alias,
              "--embeddings-column",
              "context",
              "--weights",
              weights,
              "--output",
              run.toString(),
              "--mode",
              "overwrite");
      assertThat(again.exitCode()).as(again.err()).isEqualTo(2);
      assertThat(Attend.table(run)).hasSize(5);
    }
  }

  @Test
  void filesThatNoRunHasMadeAreNeverOverwritten() throws IOException {
    Path output = temp.resolve("used");
    Files.createDirectories(output.resolve("attention"));
    Path thesis = Files.writeString(output.resolve("attention/thesis.txt"), "years of work");
    Attend run = runs.run("used", "--mode", "overwrite");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("attention/thesis.txt");
    assertThat(thesis).hasContent("years of work");
  }

  @Test
  void anInputGivenTwice() {
    runs.refuse(List.of("--input", input + "," + input), "given already", "once");
    runs.refuse(List.of("--input", input + "," + input + "/*.parquet"), "given already");
    runs.refuse(List.of("--input", input + "/*.parquet," + input), "given already");
    runs.refuse(List.of("--input", input, "--input", temp + "/./corpus"), "given already");
  }

  @Test
  void filesThatDoNotAgree() {
    String bare = temp.resolve("mixed/bare").toString();
    SharedSpark.session().read().parquet(input).drop("tokens").write().parquet(bare);
    runs.refuse(List.of("--input", bare + "," + input), "tokens", "must agree");
    runs.refuse(List.of("--input", input + "," + bare), "tokens", "must agree");
  }

  @Test
  void aFileThatIsDamagedInTheMiddle() throws IOException {
    Path damaged = temp.resolve("damaged.parquet");
    Path whole =
        Path.of(
            input,
            Attend.contents(Path.of(input)).keySet().stream()
                .filter(name -> name.startsWith("part-"))
                .findFirst()
                .orElseThrow());
    byte[] bytes = Files.readAllBytes(whole);
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x55);
    Files.write(damaged, bytes);
    runs.refuse(
        List.of("--input", damaged.toString()), "--input", "damaged.parquet", "cannot be read");
    runs.refuse(List.of("--input", damaged.toString(), "--partitions", "2"), "cannot be read");
  }

  /** The first 100 records, which the job checks before any work, are good. */
  @Test
  void aFileThatIsDamagedBehindGoodOnes() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < 300; id++) {
      rows.add(RowFactory.create(id, List.of("a"), Corpora.floats((int) id, Corpora.WIDTH)));
    }
    Path folder = Path.of(Corpora.write(temp.resolve("many"), rows, Corpora.schema(), 1));
    Path good =
        folder.resolve(
            Attend.contents(folder).keySet().stream()
                .filter(name -> name.startsWith("part-"))
                .findFirst()
                .orElseThrow());
    byte[] bytes = Files.readAllBytes(good);
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x55);
    Path damaged = Files.write(temp.resolve("z-damaged.parquet"), bytes);
    String both = good + "," + damaged;
    for (String partitions : List.of("1", "2")) {
      runs.refuse(
          List.of("--input", both, "--partitions", partitions), "--input", "cannot be read");
    }
    runs.refuse(List.of("--input", both), "--input", "cannot be read");
  }

  @Test
  void namesThatDifferOnlyInCaseFromTheTablesOwn() {
    String renamed = temp.resolve("case").toString();
    SharedSpark.session()
        .read()
        .parquet(input)
        .selectExpr("*", "1 AS Attention")
        .write()
        .parquet(renamed);
    runs.refuse(List.of("--input", renamed, "--keep", "Attention"), "--keep Attention", "rename");
  }

  @Test
  void anOutputThatIsAFile() throws IOException {
    Files.writeString(temp.resolve("file"), "x");
    Attend run = runs.run("file");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is a file");
  }

  @Test
  void verboseShowsWhereTheErrorComesFrom() {
    Attend run = runs.run("o", "--weights", temp + "/none", "--verbose");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("error: ", "\tat io.corpusattention.corpus");
  }
}
