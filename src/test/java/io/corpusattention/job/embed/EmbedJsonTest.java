package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests text in JSON lines, which Spark reads, compressed by any tool. */
class EmbedJsonTest extends EmbeddedText {
  private static final Path FILES = Path.of("src/test/resources/compressed");
  private static final Path PLAIN = FILES.resolve("json/plain.json");
  private static final List<String> JSON =
      List.of("--input-format", "json", "--id-column", "id", "--text-column", "text");
  private Map<String, Row> expected;

  @BeforeEach
  void embedPlain() {
    expected = embedJson("plain", PLAIN);
  }

  private Map<String, Row> embedJson(String name, Path input) {
    return embed(name, input.toString(), JSON.toArray(new String[0]));
  }

  private void refuse(Path input, String... parts) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input",
                input.toString(),
                "--vectors",
                vectors,
                "--output",
                output("refused").toString()));
    options.addAll(JSON);
    Embed.refuse(options, parts);
    assertThat(output("refused")).doesNotExist();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("json"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void everyFormIsReadWithAllItsRecords() throws IOException {
    long records = Files.readAllLines(PLAIN).size();
    assertThat(expected).hasSize((int) records);
    assertThat(files()).hasSize(7);
    for (Path file : files()) {
      String name = file.getFileName().toString();
      assertThat(embedJson(name, file)).as(name).isEqualTo(expected);
    }
  }

  @Test
  void whatSparksOwnWriterCompressesIsRead() {
    for (String codec : List.of("gzip", "bzip2", "lz4", "snappy", "deflate")) {
      Path folder = temp.resolve("written-" + codec);
      SharedSpark.session()
          .read()
          .json(PLAIN.toString())
          .coalesce(1)
          .write()
          .option("compression", codec)
          .json(folder.toString());
      assertThat(embedJson(codec, folder)).as(codec).isEqualTo(expected);
    }
  }

  @Test
  void aFileThatIsCutIsNamedAndLosesNothingInSilence() throws IOException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      byte[] whole = Files.readAllBytes(file);
      if (!file.equals(PLAIN)) {
        Path cut = temp.resolve("cut-" + name);
        refuse(
            Files.write(cut, Arrays.copyOf(whole, whole.length - 3)),
            cut.getFileName().toString(),
            "leave out that file");
      }
    }
  }

  @Test
  void filesThatAreNoTextAreRefusedByWhatTheyAre() throws IOException {
    for (String kind : List.of("zip", "tar", "utf-16", "git-lfs", "old-lz4")) {
      Path file = temp.resolve(kind + ".json");
      Files.copy(FILES.resolve("refused").resolve(kind), file);
      refuse(file, "--input", kind + ".json: is ");
    }
    Path gzip = temp.resolve("gzip.json");
    Files.copy(FILES.resolve("json/two.json.gz"), gzip);
    refuse(gzip, "gzip.json: is gzip", "rename it");
  }
}
