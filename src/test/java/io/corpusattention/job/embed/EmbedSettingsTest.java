package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests bad settings and bad records of embed. */
class EmbedSettingsTest {
  @TempDir private Path temp;
  private String text;
  private String vectors;
  private Path output;

  @BeforeEach
  void writeCorpus() throws IOException {
    text = Files.writeString(temp.resolve("text.txt"), "a b\nc\n").toString();
    vectors = Files.writeString(temp.resolve("glove.txt"), "a 1 2\nb 3 4\nc 5 6\n").toString();
    output = temp.resolve("run");
  }

  private void refuse(List<String> more, String... parts) {
    List<String> options = new ArrayList<>(more);
    if (!options.contains("--input")) {
      options.addAll(List.of("--input", text));
    }
    options.addAll(List.of("--output", output.toString()));
    Embed.refuse(options, parts);
    assertThat(output).doesNotExist();
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(temp.resolve(name), bytes).toString();
  }

  @Test
  void inputsThatAreNotThereOrNoText() throws IOException {
    refuse(List.of("--input", temp + "/none"), "--input", "none", "matches no file");
    refuse(List.of("--input", "file://host/x"), "--input file://host/x");
    refuse(List.of("--input", "nosuch://x/y"), "--input", "nosuch", "file system");
    refuse(List.of("--input", "[abc"), "--input [abc");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    refuse(List.of("--input", empty.toString()), "holds no files");
    refuse(List.of("--input", text + "," + text), "given already");
    String broken = write("broken.txt.gz", "this is not gzip".getBytes(StandardCharsets.UTF_8));
    refuse(List.of("--input", broken, "--vectors", vectors), "broken.txt.gz", "cannot be read");
    Path mixed = Files.createDirectory(temp.resolve("mixed"));
    Files.writeString(mixed.resolve("a.txt"), "a");
    Files.writeString(mixed.resolve("b.parquet"), "a");
    refuse(List.of("--input", mixed.toString()), "b.parquet", "is no text");
  }

  @Test
  void columnsThatAreNotThereOrOfTheWrongType() {
    String table = temp.resolve("table.parquet").toString();
    SharedSpark.session()
        .sql("SELECT 1L AS sentence_id, 'a' AS body, array('a') AS words, 'x' AS unknown")
        .write()
        .parquet(table);
    refuse(List.of("--input", table), "--text-column text", "no such column", "body");
    refuse(List.of("--input", table, "--text-column", "words"), "array<string>", "--tokens-column");
    refuse(List.of("--input", table, "--tokens-column", "body"), "string", "array<string>");
    refuse(
        List.of("--input", table, "--text-column", "body", "--tokens-column", "words"), "name one");
    refuse(
        List.of("--input", table, "--text-column", "body", "--keep", "unknown"), "--keep unknown");
    refuse(
        List.of("--input", table, "--text-column", "body", "--id-column", "nr"), "--id-column nr");
    refuse(
        List.of("--input", table, "--tokens-column", "words", "--split", "sentences"),
        "--split sentences");
    refuse(List.of("--text-column", "body"), "is text", "body");
    refuse(List.of("--keep", "score"), "--keep score", "file and line");
  }

  @Test
  void embeddersThatAreNotThereOrContradictEachOther() throws IOException {
    String model = GoldenEmbedder.path("bert").toString();
    refuse(List.of("--vectors", temp + "/none"), "--vectors", "none", "cannot be read");
    refuse(List.of("--vectors", vectors, "--model", model), "--vectors is given, too");
    refuse(List.of("--embedder", "vectors"), "--embedder vectors", "--vectors");
    refuse(List.of("--embedder", "model"), "--embedder model", "--model");
    refuse(List.of("--embedder", "model", "--vectors", vectors), "is for --embedder vectors");
    refuse(List.of("--embedder", "bag"), "--embedder", "word2vec, vectors, model");
    refuse(List.of("--model", temp + "/none"), "--model", "does not exist");
    refuse(List.of("--model", text), "--model", "is a file");
    refuse(List.of("--model", temp.toString()), "--model", "config.json");
    refuse(List.of("--model", model, "--unknown", "zero"), "--unknown", "word vectors");
    refuse(List.of("--model", model, "--positions", "sinusoidal"), "--positions sinusoidal");
    refuse(List.of("--model", model, "--tokenizer", "t.json"), "--tokenizer t.json");
    refuse(List.of("--model", model, "--max-tokens", "41"), "--max-tokens 41", "40 tokens");
    refuse(List.of("--model", model, "--max-tokens", "2"), "--max-tokens 2", "2 special tokens");
    refuse(List.of("--vectors", vectors, "--dim", "5"), "--dim 5", "word2vec");
    refuse(List.of("--tokenizer", text), "--tokenizer", "no JSON");
    refuse(List.of("--min-count", "9"), "--min-count 9", "such as 1", "--vectors", "--model");
    String wrong = write("wrong.txt", "a 1 2\nb 3 4\nc 5\n".getBytes(StandardCharsets.UTF_8));
    refuse(List.of("--vectors", wrong), "wrong.txt", "line 3");
    Path bare = Files.createDirectory(temp.resolve("bare"));
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(GoldenEmbedder.path("bert").resolve(file), bare.resolve(file));
    }
    refuse(List.of("--model", bare.toString()), "tokenizer.json", "save_pretrained");
  }

  @Test
  void valuesThatCannotBe() {
    refuse(List.of("--dim", "0"), "--dim 0");
    refuse(List.of("--min-count", "0"), "--min-count 0");
    refuse(List.of("--epochs", "0"), "--epochs 0");
    refuse(List.of("--max-tokens", "0"), "--max-tokens 0");
    refuse(List.of("--positions", "learned"), "--positions learned", "none, sinusoidal");
    refuse(List.of("--unknown", "skip"), "--unknown", "drop, zero, mean");
    refuse(List.of("--split", "words"), "--split", "lines, sentences");
    refuse(List.of("--split", "sentences", "--language", "klingon"), "--language klingon");
    refuse(List.of("--partitions", "0"), "--partitions 0");
    refuse(List.of("--limit", "0"), "--limit 0");
    refuse(List.of("--vector", vectors), "--vector", "--vectors");
    Embed none = Embed.run("--input", text);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--output is missing");
  }

  @Test
  void bytesThatAreNotUtf8AreFoundInAnyFileAndPartOfIt() throws IOException {
    write("a.txt", "a b\n\nc\n".getBytes(StandardCharsets.UTF_8));
    byte[] bytes = "a b c\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    bytes[6 * 99_998 + 4] = (byte) 0xFF; // in the last part of the file
    String second = write("b.txt", bytes);
    refuse(
        List.of("--input", temp.resolve("[ab].txt").toString(), "--vectors", vectors),
        "record 100002: not_utf8, byte 4 of line 99999 of ",
        second + ", 0xFF, is not UTF-8");
  }

  @Test
  void badRecordsStopTheRunOrAreSetAside() throws IOException {
    byte[] bytes = "a b\nna?ve\nx y\nc\n".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xEF;
    String input = write("latin.txt", bytes);
    refuse(
        List.of("--input", input, "--vectors", vectors),
        "record 2: not_utf8",
        "byte 2 of line 2 of ",
        "latin.txt",
        "0xEF",
        "--on-bad-record reject");
    Embed run =
        Embed.succeed(
            "--input",
            input,
            "--vectors",
            vectors,
            "--unknown",
            "drop",
            "--on-bad-record",
            "reject",
            "--output",
            output.toString());
    assertThat(Embed.rejected(output)).isEqualTo(Map.of("2", "not_utf8", "3", "empty"));
    assertThat(Embed.table(output).keySet()).containsExactly("1", "4");
    assertThat(run.out()).contains("4 read, 2 written, 2 rejected", "1 not_utf8", "1 empty");
  }

  @Test
  void badRecordsOfTables() {
    String table = temp.resolve("table.parquet").toString();
    SharedSpark.session()
        .sql(
            "SELECT 1L AS sentence_id, 'a' AS text, array('a') AS tokens"
                + " UNION ALL SELECT 2L, null, null UNION ALL SELECT null, 'a', array('a')"
                + " UNION ALL SELECT 4L, ' ', array() UNION ALL SELECT 5L, 'b', array('b', null)")
        .write()
        .parquet(table);
    String[] options = {"--input", table, "--vectors", vectors, "--on-bad-record", "reject"};
    reject(options, "text", "--text-column", "text");
    assertThat(Embed.rejected(temp.resolve("text")))
        .isEqualTo(Map.of("2", "null_text", "null", "null_id", "4", "empty"));
    reject(options, "tokens", "--tokens-column", "tokens");
    assertThat(Embed.rejected(temp.resolve("tokens")))
        .isEqualTo(Map.of("2", "null_text", "null", "null_id", "4", "empty", "5", "null_element"));
    reject(options, "prose", "--text-column", "text", "--split", "sentences");
    assertThat(Embed.table(temp.resolve("prose")).keySet()).containsExactly("1.1", "5.1");
    assertThat(Embed.rejected(temp.resolve("prose")))
        .isEqualTo(Map.of("2", "null_text", "null", "null_id", "4", "empty"));
  }

  private void reject(String[] options, String name, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    all.addAll(List.of("--output", temp.resolve(name).toString()));
    Embed.succeed(all.toArray(new String[0]));
  }

  @Test
  void aRunIsReplacedOnlyWhereAskedAndNeverItsOwnInput() throws IOException {
    String[] options = {
      "--input", text, "--min-count", "1", "--dim", "3", "--output", output.toString()
    };
    Embed.succeed(options);
    Embed.refuse(List.of(options), "holds a finished run", "--mode overwrite");
    String learned = output.resolve("word2vec.txt").toString();
    Embed.refuse(
        List.of(
            "--input",
            text,
            "--vectors",
            learned,
            "--output",
            output.toString(),
            "--mode",
            "overwrite"),
        "holds the input",
        "word2vec.txt");
    Embed.succeed(
        "--input",
        text,
        "--vectors",
        vectors,
        "--output",
        output.toString(),
        "--mode",
        "overwrite");
    assertThat(output.resolve("word2vec.txt")).doesNotExist();
    assertThat(Embed.embeddings(Embed.table(output).get("2"))).containsExactly(5f, 6f);
    Embed.refuse(
        List.of("--input", text, "--save-vectors", vectors, "--output", temp + "/other"),
        "--save-vectors",
        "already exists");
  }

  @Test
  void attendTakesTheRunFolderOfEmbedAndNoOther() throws IOException {
    Embed.succeed("--input", text, "--vectors", vectors, "--output", output.toString());
    Attend run = attend(output);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Attend other = attend(temp.resolve("attention-run"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("another job than embed");
    Files.delete(output.resolve("_SUCCESS"));
    assertThat(attend(output).err()).contains("did not finish");
  }

  private Attend attend(Path input) {
    return Attend.run(
        "--input",
        input.toString(),
        "--weights",
        "xavier:1",
        "--output",
        temp.resolve("attention-" + input.getFileName()).toString(),
        "--mode",
        "overwrite");
  }
}
