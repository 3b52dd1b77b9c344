package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tests embed from text to the table that attend reads. */
class EmbedTest extends EmbeddedText {
  @Test
  void theIdOfALineIsItsNumberAndEmptyLinesCount() throws IOException {
    Map<String, Row> table = embed("run", write("t/text.txt", "a b\n\n \t\nc\r\n\u200B\nb"));
    assertThat(table.keySet()).containsExactly("1", "4", "6");
    assertThat(table.get("1").get(0)).isEqualTo(1L);
    assertThat(Embed.tokens(table.get("4"))).containsExactly("c");
    assertThat(Embed.embeddings(table.get("1"))).containsExactly(1f, 2f, 3f, 4f);
    assertThat(counts("run").get("empty_lines").asInt()).isEqualTo(3);
    assertThat(counts("run").get("read").asInt()).isEqualTo(3);
  }

  @Test
  void linesAreNumberedOverAllFilesInTheOrderOfTheirPaths() throws IOException {
    write("t/b/2.txt", "b");
    write("t/a.txt", "a\na");
    write("t/_hidden", "x");
    write("t/b/.hidden", "x");
    Files.createDirectories(temp.resolve("t/b"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(temp.resolve("t/b/1.txt.gz")))) {
      out.write("c\nc c\n".getBytes(StandardCharsets.UTF_8));
    }
    Map<String, Row> table = embed("run", temp + "/t", "--keep", "file,line");
    assertThat(table.keySet()).containsExactly("1", "2", "3", "4", "5");
    assertThat(Embed.tokens(table.get("4"))).containsExactly("c", "c");
    assertThat(table.get("4").getLong(table.get("4").fieldIndex("line"))).isEqualTo(2);
    assertThat(table.get("5").getString(table.get("5").fieldIndex("file"))).endsWith("t/b/2.txt");
    assertThat(embed("glob", temp + "/t/b/*.txt," + temp + "/t/a.txt").keySet())
        .containsExactly("1", "2", "3");
  }

  @Test
  void theTableHasTheSameBitsInAnyPartitions() throws IOException {
    String text = write("t/text.txt", manyLines(40_000)); // several parts of a MiB
    Map<String, Row> one = embed("one", text, "--partitions", "1", "--unknown", "mean");
    assertThat(one).hasSize(40_000 - 40_000 / 7);
    one.forEach((id, row) -> assertThat(Embed.tokens(row).get(2)).isEqualTo("n" + id));
    assertThat(embed("split", text, "--unknown", "mean")).isEqualTo(one);
    assertThat(parts("split")).isGreaterThan(1);
    assertThat(embed("many", text, "--partitions", "16", "--unknown", "mean")).isEqualTo(one);
    assertThat(parts("many")).isEqualTo(16);
    assertThat(Embed.unknown(one.get("1"))).isOne();
    assertThat(counts("many").get("unknown").asInt()).isEqualTo(one.size());
  }

  private long parts(String run) {
    return SharedSpark.session().read().parquet(output(run) + "/sentences").inputFiles().length;
  }

  @Test
  void whatIsCutIsMarkedAndCounted() throws IOException {
    String text = write("t/text.txt", "a b c\na b\n");
    Map<String, Row> table = embed("run", text, "--max-tokens", "2");
    assertThat(Embed.tokens(table.get("1"))).containsExactly("a", "b");
    assertThat(Embed.truncated(table.get("1"))).isTrue();
    assertThat(Embed.truncated(table.get("2"))).isFalse();
    assertThat(counts("run").get("truncated").asInt()).isOne();
    String model = GoldenEmbedder.path("bert").toString();
    String longLine = write("t/long.txt", "the ".repeat(100) + "\nthe cat");
    Map<String, Row> cut = embed("model", longLine, "--model", model);
    assertThat(Embed.tokens(cut.get("1"))).hasSize(40).endsWith("the", "[SEP]");
    assertThat(Embed.truncated(cut.get("1"))).isTrue();
    assertThat(Embed.truncated(cut.get("2"))).isFalse();
  }

  @Test
  void proseIsCutIntoSentencesThatKnowTheirDocument() throws IOException {
    String text = write("t/text.txt", "a b. Dr. C c?\n\nb\n");
    Map<String, Row> table = embed("run", text, "--split", "sentences", "--language", "en");
    assertThat(table.keySet()).containsExactly("1.1", "1.2", "3.1");
    assertThat(Embed.tokens(table.get("1.2"))).containsExactly("Dr", ".", "C", "c", "?");
    Row row = table.get("1.2");
    assertThat(row.getLong(row.fieldIndex("document"))).isEqualTo(1);
    assertThat(counts("run").get("empty_lines").asInt()).isOne();
  }

  @Test
  void tablesHaveTextOrTokensAndOtherColumns() {
    String input = temp.resolve("table.parquet").toString();
    SharedSpark.session()
        .sql(
            "SELECT 'x' AS nr, 'a b' AS text, array('a b', 'c') AS words, 1.5D AS score, date'2020-02-02' AS day"
                + " UNION ALL SELECT 'y', 'c', array('a'), null, null")
        .write()
        .parquet(input);
    Map<String, Row> text = embed("text", input, "--id-column", "nr", "--keep", "score,day");
    assertThat(text.keySet()).containsExactly("x", "y");
    assertThat(Embed.tokens(text.get("x"))).containsExactly("a", "b");
    assertThat(text.get("x").getDouble(text.get("x").fieldIndex("score"))).isEqualTo(1.5);
    assertThat(text.get("y").isNullAt(text.get("y").fieldIndex("day"))).isTrue();
    Map<String, Row> tokens =
        embed("tokens", input, "--id-column", "nr", "--tokens-column", "words");
    assertThat(Embed.tokens(tokens.get("x"))).containsExactly("a b", "c");
    assertThat(Embed.embeddings(tokens.get("x"))).containsExactly(0f, 0f, 5f, 6f);
    assertThat(embed("limit", input, "--id-column", "nr", "--limit", "1")).hasSize(1);
  }

  @Test
  void aLimitTakesTheFirstLines() throws IOException {
    assertThat(embed("run", write("t/text.txt", "a\n\nb\nc\n"), "--limit", "3").keySet())
        .containsExactly("1", "3");
  }

  @Test
  void anEmptyInputLeavesAnEmptyTable() throws IOException {
    Embed run =
        Embed.succeed(
            "--input",
            write("t/empty.txt", ""),
            "--vectors",
            vectors,
            "--output",
            output("empty").toString());
    assertThat(run.err()).contains("warning: the input has no sentences");
    assertThat(Embed.table(output("empty"))).isEmpty();
  }

  @Test
  void theSummarySaysWhatAPersonWants() throws IOException {
    String text = write("t/text.txt", "a x \u001b\n\nb\n");
    Embed run =
        Embed.succeed("--input", text, "--vectors", vectors, "--output", output("run").toString());
    assertThat(run.out())
        .contains("2 read, 2 written, 0 rejected; 1 empty line")
        .contains("3; 1 unknown in the text (33.3%)")
        .contains("x (1)")
        .contains(output("run") + "/sentences")
        .contains("jobs/train --input " + output("run"));
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    String text = write("t/text.txt", "a\n");
    Embed run =
        Embed.succeed(
            "--input",
            text,
            "--vectors",
            vectors,
            "--output",
            output("dry").toString(),
            "--dry-run");
    assertThat(run.out()).contains("d_model 2", "embeddings", "array<float>", "unknown");
    assertThat(output("dry")).doesNotExist();
  }
}
