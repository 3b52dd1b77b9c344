package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests text files as users have them: compressed by any tool and with any name. */
class EmbedFilesTest extends EmbeddedText {
  private static final Path FILES = Path.of("src/test/resources/compressed");

  private void refuse(Path input, String... parts) {
    String run = output("refused").toString();
    Embed.refuse(
        List.of("--input", input.toString(), "--vectors", vectors, "--output", run), parts);
    assertThat(output("refused")).doesNotExist();
  }

  /**
   * Returns the words of each line in the text that all files contain. Lines without words are
   * skipped.
   */
  private static List<List<String>> words() throws IOException {
    return Files.readAllLines(FILES.resolve("lines.txt")).stream()
        .filter(line -> !line.isBlank())
        .map(line -> List.of(line.split(" ", -1)))
        .toList();
  }

  private static List<List<String>> inOrder(Map<String, Row> table) {
    return table.values().stream()
        .sorted((a, b) -> Long.compare(a.getLong(0), b.getLong(0)))
        .map(Embed::tokens)
        .toList();
  }

  @Test
  void everyFormIsReadWithAllItsLinesAndNumbers() throws IOException {
    List<String> lines = Files.readAllLines(FILES.resolve("lines.txt"));
    Map<String, Row> table = embed("all", FILES.resolve("read").toString(), "--keep", "file,line");
    long files;
    try (Stream<Path> all = Files.list(FILES.resolve("read"))) {
      files = all.count();
    }
    assertThat(counts("all").get("read").asLong()).isEqualTo(files * words().size());
    assertThat(counts("all").get("empty_lines").asLong())
        .isEqualTo(files * (lines.size() - words().size()));
    JsonNode read = Attend.manifest(output("all")).get("input");
    assertThat(read.get("files").asLong()).isEqualTo(files);
    assertThat(read.get("bytes").asLong())
        .isEqualTo(FileUtils.sizeOfDirectory(FILES.resolve("read").toFile()));
    List<List<String>> expected = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      expected.addAll(words());
    }
    assertThat(inOrder(table)).isEqualTo(expected);
    Row last = table.get(String.valueOf(files * lines.size()));
    assertThat(last.getLong(last.fieldIndex("line"))).isEqualTo(lines.size());
  }

  private static void writeBySpark(String text, String codec, String folder) {
    SharedSpark.session()
        .read()
        .text(text)
        .coalesce(1)
        .write()
        .option("compression", codec)
        .text(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "lz4", "snappy", "deflate", "none"})
  void whatSparksOwnWriterCompressesIsRead(String codec) throws IOException {
    String text = FILES.resolve("lines.txt").toString();
    String folder = temp.resolve("written").toString();
    writeBySpark(text, codec, folder);
    assertThat(inOrder(embed("hadoop", folder))).isEqualTo(words());
  }

  @Test
  void longTextOfSparksOwnWriterIsReadWhole() throws IOException {
    String text = write("t/text.txt", manyLines(10_000)); // several blocks of Hadoop's codecs
    Map<String, Row> expected = embed("plain", text);
    for (String codec : List.of("lz4", "snappy")) {
      String folder = temp.resolve(codec).toString();
      writeBySpark(text, codec, folder);
      assertThat(embed(codec, folder)).isEqualTo(expected);
    }
  }

  @Test
  void aFileOfHadoopsThatIsCutOrDamagedIsNamed() throws IOException {
    String text = FILES.resolve("lines.txt").toString();
    for (String codec : List.of("lz4", "snappy")) {
      Path folder = temp.resolve(codec);
      writeBySpark(text, codec, folder.toString());
      try (Stream<Path> files = Files.list(folder)) {
        Path file =
            files.filter(f -> f.toString().endsWith(".txt." + codec)).findFirst().orElseThrow();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {3, whole.length - 1}) {
          byte[] cut = Arrays.copyOf(whole, length);
          refuse(Files.write(temp.resolve("cut." + codec), cut), "cut." + codec, "Hadoop", "cut");
        }
      }
    }
  }

  @Test
  void compressedFilesThatAreCutOrDamagedAreNamed() throws IOException {
    // All places of a cut are tried in TextBytesTest.
    for (String name : List.of("one.gz", "two.zst", "one.xz")) {
      byte[] whole = Files.readAllBytes(FILES.resolve("read").resolve(name));
      byte[] cut = Arrays.copyOf(whole, whole.length - 3);
      refuse(Files.write(temp.resolve(name), cut), name, "read as text", "repair or leave out");
    }
    for (String suffix : List.of(".gz", ".bz2", ".zst", ".xz", ".lz4", ".snappy")) {
      Path other = Files.writeString(temp.resolve("other" + suffix), "a b\nc\n");
      refuse(other, "other" + suffix, "cannot be read as text");
      refuse(Files.writeString(temp.resolve("empty" + suffix), ""), "empty" + suffix, "is empty");
    }
  }

  @Test
  void filesOfOtherFormatsAreRefusedBeforeAnythingRuns() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("refused"))) {
      for (Path file : files.toList()) {
        refuse(file, "--input", "compressed/refused/" + file.getFileName() + ": ");
      }
    }
    for (String name :
        List.of(
            "a.zip", "a.7z", "a.RAR", "a.Z", "a.lzma", "a.tar", "a.tgz", "a.tar.zst", "a.lzo")) {
      Path folder = Files.createDirectory(temp.resolve("of-" + name));
      Files.writeString(folder.resolve("a.txt"), "a b\n");
      Files.writeString(folder.resolve(name), "a b\n");
      refuse(folder, "--input", "/" + name + ": is ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at 10:30.txt",
        "a:b.txt",
        "[draft].txt",
        "a,b.txt",
        "what?*.txt",
        "{a,b}.txt",
        "a\\b.txt",
        "100% é.txt"
      })
  void aFileIsReadWhateverCharactersAreInItsName(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("in"));
    Path file = Files.write(folder.resolve(name), "a b\nc\n".getBytes(StandardCharsets.UTF_8));
    Map<String, Row> named = embed("named", file.toString(), "--keep", "file");
    assertThat(inOrder(named)).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(named.get("1").getString(named.get("1").fieldIndex("file"))).endsWith("/in/" + name);
    assertThat(inOrder(embed("folder", folder.toString()))).hasSize(2);
    Files.writeString(folder.resolve("other.txt"), "b\n");
    assertThat(inOrder(embed("two", file.toString(), "--input", folder + "/other.txt"))).hasSize(3);
  }

  @Test
  void vectorsThatAreBinaryOrMarkedOrCompressedServeAsText() throws IOException {
    Path forms = Path.of("src/test/resources/vectors");
    String text = write("t/text.txt", "river door café\nstone .\n");
    vectors = forms.resolve("vectors.txt").toString();
    Map<String, Row> expected = embed("text", text);
    assertThat(counts("text").get("unknown").asInt()).isOne();
    for (String form : List.of("mark.txt", "word2vec.bin", "gensim.bin.gz", "text.zst")) {
      vectors = forms.resolve("read").resolve(form).toString();
      assertThat(embed(form, text)).isEqualTo(expected);
    }
    vectors = forms.resolve("refused/zip").toString();
    refuse(Path.of(text), "--vectors", "is a ZIP archive");
  }

  @Test
  void aPointerOfGitLfsIsNamedWhereverAFileIsGiven() throws IOException {
    String pointer = Files.readString(FILES.resolve("refused/git-lfs"));
    String text = write("t/text.txt", "a b\n");
    Path whole = GoldenEmbedder.path("bert");
    for (String name : List.of("model.safetensors", "tokenizer.json", "config.json")) {
      Path model = Files.createDirectory(temp.resolve("without-" + name));
      try (Stream<Path> files = Files.list(whole)) {
        for (Path file : files.toList()) {
          Files.copy(file, model.resolve(file.getFileName()));
        }
      }
      Files.writeString(model.resolve(name), pointer);
      Embed.refuse(
          List.of("--input", text, "--model", model.toString(), "--output", temp + "/run"),
          "--model " + model + "/" + name + ": is a pointer of Git LFS",
          "git lfs pull");
    }
    Embed.refuse(
        List.of("--input", text, "--tokenizer", write("tokenizer.json", pointer), "--output", "x"),
        "tokenizer.json: is a pointer of Git LFS");
  }
}
