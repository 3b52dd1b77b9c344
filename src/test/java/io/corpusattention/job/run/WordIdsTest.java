package io.corpusattention.job.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that every job interprets word ids, which say how to join pieces, in the same way. */
class WordIdsTest {
  private static final String MODEL = "src/test/resources/embedders/bert";

  @TempDir private Path temp;
  private String sentences;

  @BeforeEach
  void embed() {
    sentences = temp.resolve("sentences").toString();
    CommandRun.succeed(
        "embed", "--input", "data-samples/corpus.txt", "--model", MODEL, "--output", sentences);
  }

  /** Writes the same sentences with other word ids. */
  private String with(String name, Column wordIds) {
    String output = temp.resolve(name).toString();
    SharedSpark.session()
        .read()
        .parquet(sentences + "/sentences")
        .withColumn("word_ids", wordIds)
        .write()
        .parquet(output);
    return output;
  }

  private Path run(String job, String name, String input, String... more) {
    Path output = temp.resolve(name);
    List<String> options = new ArrayList<>(List.of("--input", input));
    options.addAll(List.of("--output", output.toString()));
    options.addAll(List.of(more));
    CommandRun.succeed(job, options.toArray(new String[0]));
    return output;
  }

  private Path attend(String name, String input) {
    return run("attend", name, input, "--weights", MODEL, "--layer", "0", "--keep", "word_ids");
  }

  private Path analyze(String name, String input, String... more) {
    List<String> options = new ArrayList<>(List.of("--weights", MODEL, "--layer", "0"));
    options.addAll(List.of(more));
    return run("analyze", name, input, options.toArray(new String[0]));
  }

  private static byte[] analysis(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("analysis.json"));
  }

  private static List<Row> summaries(Path run) {
    return SharedSpark.session()
        .read()
        .parquet(run.resolve("summaries").toString())
        .orderBy("sentence_id")
        .collectAsList();
  }

  @Test
  void idsOf64BitsPutTheSameWordsTogetherInEveryJob() throws IOException {
    String wide = with("wide", col("word_ids").cast("array<bigint>"));
    Path narrowTable = attend("narrow-table", sentences);
    Path wideTable = attend("wide-table", wide);
    assertThat(summaries(run("summarize", "wide-summaries", wideTable.toString())))
        .isEqualTo(summaries(run("summarize", "narrow-summaries", narrowTable.toString())));
    byte[] expected = analysis(analyze("narrow", sentences));
    assertThat(analysis(analyze("wide-direct", wide))).isEqualTo(expected);
    assertThat(analysis(run("analyze", "wide-of-table", wideTable.toString()))).isEqualTo(expected);
  }

  @Test
  void idsThatAreFewerThanTheTokensSetTheRecordAside() {
    String short3 =
        with(
            "short",
            when(col("sentence_id").equalTo(3), slice(col("word_ids"), 1, 1))
                .otherwise(col("word_ids")));
    Path direct = analyze("direct", short3, "--on-bad-record", "reject");
    Path table = attend("table", short3);
    Path summaries = run("summarize", "of-table", table.toString(), "--on-bad-record", "reject");
    for (Path run : List.of(direct, summaries)) {
      List<Row> rejected = CommandRun.rows(run, "rejected");
      assertThat(rejected).hasSize(1);
      assertThat(rejected.get(0).get(0)).hasToString("3");
      assertThat(rejected.get(0).getString(1)).isEqualTo("wrong_length");
    }
    CommandRun.refuse(
        List.of("analyze", "--input", table.toString(), "--output", temp.resolve("no").toString()),
        "--input",
        "row of 3",
        "word_ids has 1 numbers");
  }
}
