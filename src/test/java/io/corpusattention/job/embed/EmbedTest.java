package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From text to the table that attend reads. */
class EmbedTest {
  @TempDir private Path temp;
  private String vectors;

  @BeforeEach
  void writeVectors() throws IOException {
    vectors = write("v/glove.txt", "a 1 2\nb 3 4\nc 5 6\n");
  }

  private String write(String file, String text) throws IOException {
    Path path = temp.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text).toString();
  }

  private Path output(String name) {
    return temp.resolve("runs").resolve(name);
  }

  /** Runs embed with these vectors and reads its table. */
  private Map<String, Row> embed(String name, String input, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", input));
    options.addAll(List.of("--output", output(name).toString()));
    options.addAll(List.of(more));
    if (!options.contains("--model") && !options.contains("--embedder")) {
      options.addAll(List.of("--vectors", vectors));
    }
    Embed.succeed(options.toArray(new String[0]));
    return Embed.table(output(name));
  }

  private JsonNode counts(String name) throws IOException {
    return Attend.manifest(output(name)).get("counts");
  }

  /** Enough lines for several parts of a file; line i tells i. */
  private static String manyLines(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      text.append(i % 7 == 0 ? "" : "a b n" + i + " c".repeat(i % 60)).append('\n');
    }
    return text.toString();
  }

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
  void learnedVectorsAreTheSameInAnyPartitionsAndServeAgain() throws IOException {
    String text = write("t/text.txt", manyLines(20_000));
    String[] learn = {
      "--embedder", "word2vec", "--dim", "7", "--min-count", "100", "--epochs", "1"
    };
    Map<String, Row> learned = embed("learned", text, learn);
    List<String> more = new ArrayList<>(List.of(learn));
    more.addAll(List.of("--partitions", "5", "--save-vectors", temp + "/saved.txt"));
    assertThat(embed("again", text, more.toArray(new String[0]))).isEqualTo(learned);
    Path saved = output("learned").resolve("word2vec.txt");
    assertThat(saved).hasSameTextualContentAs(temp.resolve("saved.txt"));
    assertThat(output("again").resolve("word2vec.txt")).doesNotExist();
    assertThat(Files.readAllLines(saved)).hasSize(4).first().isEqualTo("3 7");
    vectors = saved.toString();
    assertThat(embed("served", text)).isEqualTo(learned);
    assertThat(Embed.embeddings(learned.get("1")).subList(0, 7)).anyMatch(x -> x != 0);
  }

  @Test
  void unknownWordsAreDroppedOrZeroOrTheMeanAndCounted() throws IOException {
    String text = write("t/text.txt", "a x B x\ny a\n");
    Map<String, Row> zero = embed("zero", text);
    assertThat(Embed.embeddings(zero.get("1"))).containsExactly(1f, 2f, 0f, 0f, 3f, 4f, 0f, 0f);
    assertThat(Embed.unknown(zero.get("1"))).isEqualTo(2);
    Map<String, Row> drop = embed("drop", text, "--unknown", "drop");
    assertThat(Embed.tokens(drop.get("1"))).containsExactly("a", "B");
    assertThat(Embed.embeddings(drop.get("1"))).containsExactly(1f, 2f, 3f, 4f);
    assertThat(Embed.unknown(drop.get("1"))).isEqualTo(2);
    Map<String, Row> mean = embed("mean", text, "--unknown", "mean");
    assertThat(Embed.embeddings(mean.get("2"))).containsExactly(3f, 4f, 1f, 2f);
    assertThat(counts("drop").get("unknown").asInt()).isEqualTo(3);
    assertThat(counts("drop").get("sentences_with_unknown").asInt()).isEqualTo(2);
    assertThat(counts("drop").get("unknown_words").get("x").asInt()).isEqualTo(2);
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

  @ParameterizedTest
  @MethodSource("io.corpusattention.text.GoldenEmbedder#all")
  void attentionOfAModelsFirstLayerIsTheModelsOwn(String name) throws IOException {
    GoldenEmbedder golden = GoldenEmbedder.read(name);
    String model = golden.path().toString();
    StringBuilder text = new StringBuilder();
    golden.sentences().forEach(sentence -> text.append(sentence.text()).append('\n'));
    Map<String, Row> sentences =
        embed("sentences", write("t/text.txt", text.toString()), "--model", model);
    Path attention = output("attention");
    Attend run =
        Attend.run(
            "--input",
            output("sentences").toString(),
            "--weights",
            model,
            "--layer",
            "0",
            "--keep",
            "word_ids,truncated,unknown",
            "--output",
            attention.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Row> table = Attend.table(attention);
    for (int i = 0; i < golden.sentences().size(); i++) {
      GoldenEmbedder.Sentence expected = golden.sentences().get(i);
      Row row = table.get((i + 1) + "/0");
      assertThat(Attend.<String>list(row, "tokens")).isEqualTo(expected.tokens());
      assertThat(row.<Integer>getList(row.fieldIndex("word_ids"))).isEqualTo(expected.wordIds());
      List<Float> weights = Attend.list(row, "attention");
      assertThat(weights).hasSize(expected.attention().length);
      for (int j = 0; j < weights.size(); j++) {
        assertThat((double) weights.get(j)).isCloseTo(expected.attention()[j], Offset.offset(2e-5));
      }
      assertThat(Embed.unknown(sentences.get("" + (i + 1))))
          .isEqualTo((int) expected.tokens().stream().filter("[UNK]"::equals).count());
    }
  }

  @Test
  void piecesOfATokenizerCanHaveVectorsToo() throws IOException {
    String tokenizer = GoldenEmbedder.path("bert") + "/tokenizer.json";
    String text = write("t/text.txt", "cats cat\n");
    Map<String, Row> table =
        embed(
            "run",
            text,
            "--tokenizer",
            tokenizer,
            "--embedder",
            "word2vec",
            "--dim",
            "3",
            "--min-count",
            "1");
    assertThat(Embed.tokens(table.get("1"))).containsExactly("cat", "##s", "cat");
    Row row = table.get("1");
    assertThat(row.<Integer>getList(row.fieldIndex("word_ids"))).containsExactly(0, 0, 1);
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
  void vectorsBesideTheInputAreTakenAndNamed() throws IOException {
    String text = write("t/text.txt", "a b\n");
    write("t/vectors.txt", "a 7 8\n");
    Embed run = Embed.succeed("--input", text, "--output", output("beside").toString());
    assertThat(run.out()).contains("t/vectors.txt (beside the input");
    assertThat(Embed.embeddings(Embed.table(output("beside")).get("1")))
        .containsExactly(7f, 8f, 0f, 0f);
    String folder = output("folder").toString();
    Embed learned = Embed.run("--input", temp + "/t", "--output", folder, "--min-count", "1");
    assertThat(learned.out()).contains("word2vec, learned from this corpus");
  }

  @Test
  void theSummarySaysWhatAPersonWants() throws IOException {
    String text = write("t/text.txt", "a x \u001b\n\nb\n");
    Embed run =
        Embed.succeed("--input", text, "--vectors", vectors, "--output", output("run").toString());
    assertThat(run.out())
        .contains("2 read, 2 written, 0 rejected; 1 empty lines")
        .contains("3, and 1 of the text unknown (33.3 %)")
        .contains("x (1)")
        .contains(output("run") + "/sentences")
        .contains("jobs/attend --input " + output("run"));
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
