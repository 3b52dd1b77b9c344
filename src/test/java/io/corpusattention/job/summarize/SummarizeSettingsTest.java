package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests bad settings and bad records of summarize. */
class SummarizeSettingsTest {
  @TempDir private Path temp;

  private Path attend(String name, String... more) {
    return new Documents(temp).attend(name, Documents.sentences(10), more);
  }

  private Path output() {
    return temp.resolve("refused");
  }

  private void refuse(Path input, List<String> more, String... parts) {
    List<String> options = new ArrayList<>(more);
    options.addAll(List.of("--input", input.toString(), "--output", output().toString()));
    Summarize.refuse(options, parts);
    assertThat(output()).doesNotExist();
  }

  @Test
  void numbersThatCannotBe() throws IOException {
    refuse(temp, List.of("--keep", "0"), "--keep 0", "above 0");
    refuse(temp, List.of("--keep", "1.5"), "--keep 1.5", "at most 1");
    refuse(temp, List.of("--keep", "half"), "--keep", "half");
    refuse(temp, List.of("--words", "0"), "--words 0", "1 or more");
    refuse(temp, List.of("--words", "2", "--keep", "0.5"), "--words 2", "--keep 0.5", "give one");
    refuse(temp, List.of("--keywords", "5"), "--keywords 5", "--document-column");
    refuse(temp, List.of("--sentences", "5"), "--sentences 5", "--document-column");
    refuse(temp, List.of("--document-column", "d", "--keywords", "0"), "--keywords 0");
    refuse(temp, List.of("--partitions", "0"), "--partitions 0");
  }

  @Test
  void inputsAndOutputsThatAreMissingOrInUse() {
    Summarize.refuse(List.of("--output", "x"), "--input is missing", "jobs/attend");
    Summarize.refuse(List.of("--input", "x"), "--output is missing");
    refuse(temp.resolve("nowhere"), List.of(), "--input", "nowhere", "matches no file");
    Path attention = attend("run");
    Summarize.refuse(
        List.of("--input", attention.toString(), "--output", attention.toString()),
        "holds the input");
    Path output = temp.resolve("twice");
    Summarize.succeed(attention, output);
    Summarize.refuse(
        List.of("--input", attention.toString(), "--output", output.toString()),
        "a finished run",
        "--mode overwrite");
    Summarize.succeed(attention, output, "--mode", "overwrite", "--words", "1");
    Summarize.refuse(
        List.of("--input", output.toString(), "--output", output().toString()),
        "another job than attend");
  }

  @Test
  void stopWordsThatAreNoList() throws IOException {
    refuse(temp, List.of("--stop-words", "klingon"), "--stop-words klingon", "german", "file:PATH");
    refuse(temp, List.of("--stop-words", "file:" + temp + "/none"), "none", "no such file");
    Path latin = temp.resolve("latin.txt");
    Files.write(latin, "für".getBytes(StandardCharsets.ISO_8859_1));
    refuse(temp, List.of("--stop-words", "file:" + latin), "latin.txt", "UTF-8");
    refuse(temp, List.of("--stop-words", "file:nosuch://x/y"), "nosuch", "file system");
  }

  @Test
  void tablesWithoutTokens() {
    String bare = temp.resolve("bare").toString();
    SharedSpark.session()
        .createDataFrame(Documents.sentences(3), Documents.SCHEMA)
        .drop("tokens")
        .write()
        .parquet(bare);
    Path attention = new Documents(temp).attend("run", bare);
    refuse(attention, List.of(), "tokens", "--tokens-column");
  }

  @Test
  void documentsOfTablesThatCannotRankWords() throws IOException {
    List<String> documents = List.of("--document-column", "document");
    refuse(attend("top", "--attention", "top-k:3"), documents, "top-k:3", "--attention full");
    refuse(attend("none", "--attention", "none"), documents, "none", "--attention full");
    Path query = temp.resolve("query.npy");
    Corpora.npy(query, 2, Corpora.WIDTH, Corpora.floats(7, 2 * Corpora.WIDTH));
    refuse(attend("asked", "--query", query.toString()), documents, "--query", "leave it out");
    Path plain = attend("plain");
    refuse(plain, List.of("--document-column", "nr"), "no column nr", "--keep nr");
    refuse(plain, List.of("--document-column", "word_ids"), "word_ids", "array<int>", "text");
  }

  @Test
  void whatATableOfOneLayerDoesNotHave() {
    Path attention = attend("run");
    refuse(attention, List.of("--layers", "0"), "--layers 0", "of one layer", "leave --layers out");
    refuse(attention, List.of("--heads", "4"), "--heads 4", "heads 0 to 3");
    refuse(attention, List.of("--heads", "one"), "--heads one", "not a head");
    refuse(attention, List.of("--measure", "rollout"), "--measure rollout", "--model");
    refuse(attend("top", "--attention", "top-k:2"), List.of("--heads", "1"), "leave --heads out");
  }

  @Test
  void anIdThatIsCalledLikeAColumnOfTheSummaries() {
    String renamed = temp.resolve("renamed").toString();
    SharedSpark.session()
        .createDataFrame(Documents.sentences(3), Documents.SCHEMA)
        .withColumnRenamed("sentence_id", "text")
        .write()
        .parquet(renamed);
    Path attention = new Documents(temp).attend("run", renamed, "--id-column", "text");
    refuse(attention, List.of(), "id column", "text", "rename");
  }

  @Test
  void tilesOfTwoSentencesOfOneId() {
    Row sentence = Documents.sentence(7, "d", "law ".repeat(99) + "law");
    Path one = new Documents(temp).attend("one", List.of(sentence), "--max-row-bytes", "50000");
    Path same = new Documents(temp).attend("same", List.of(sentence), "--max-row-bytes", "50000");
    assertThat(Attend.table(one)).hasSizeGreaterThan(1);
    Path both = Path.of(one + "," + same);
    for (List<String> more : List.of(List.<String>of(), List.of("--document-column", "document"))) {
      refuse(both, more, "the rows of 7", "200 queries for 100 tokens", "unique");
    }
  }

  @Test
  void badRecordsStopTheRunOrAreSetAside() {
    List<String> tokens = List.of("old", "law");
    List<Float> floats = Corpora.floats(1, 2 * Corpora.WIDTH);
    Path attention =
        new Documents(temp)
            .attend(
                "run",
                List.of(
                    RowFactory.create(1L, tokens, floats, "d", List.of(0, 1)),
                    RowFactory.create(2L, null, floats, "d", null),
                    RowFactory.create(3L, tokens, floats, null, null),
                    RowFactory.create(4L, tokens, floats, "d", List.of(0))));
    refuse(attention, List.of(), "record ", "--on-bad-record reject");
    Path output = temp.resolve("documents");
    Summarize run =
        Summarize.succeed(
            attention, output, "--document-column", "document", "--on-bad-record", "reject");
    assertThat(Attend.rejected(output))
        .isEqualTo(Map.of("2", "null_tokens", "3", "null_document", "4", "wrong_length"));
    assertThat(Summarize.summaries(output).keySet()).containsExactly("1");
    assertThat(run.out()).contains("4 read, 1 written, 3 rejected", "1 null_document");
    Row document = Summarize.documents(output).get("d");
    assertThat(document.getLong(1)).isOne();
    // Without --document-column, a null document is not an error.
    Path plain = temp.resolve("plain");
    Summarize.succeed(attention, plain, "--on-bad-record", "reject");
    assertThat(Summarize.summaries(plain).keySet()).containsExactly("1", "3");
  }
}
