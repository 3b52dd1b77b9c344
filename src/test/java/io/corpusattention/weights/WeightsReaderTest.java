package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.files.LosingWeightFiles;
import io.corpusattention.weights.npy.NpyReaderTest;
import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the format of a folder or a file is detected, and how an index is read. */
class WeightsReaderTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir private Path folder;
  private Safetensors own;

  @BeforeEach
  void ownNames() {
    own = new Safetensors().withLayer("", "query", "key", "value");
  }

  private ModelWeights read(String named, Integer layer) throws IOException {
    return WeightsReader.read(new LocalWeightFiles(folder, named), layer);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String named, Integer layer) {
    return assertThatThrownBy(() -> read(named, layer))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("weights models")
        .hasMessageMatching("[ -~]{1,1500}");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void writeNpy() throws IOException {
    for (String name : new String[] {"W_q.npy", "W_k.npy", "W_v.npy"}) {
      String header = NpyReaderTest.header("<f4", "False", "(2, 2)");
      write(name, NpyReaderTest.npy(1, header, 1, 2, 3, 4));
    }
  }

  @Test
  void npyFilesTakeTheirHeadsFromTheConfigBesideThem() throws IOException {
    writeNpy();
    write("config.json", "{\"num_attention_heads\": 2}");
    ModelWeights read = read(null, null);
    assertThat(read.weights().query().values()).containsExactly(1, 2, 3, 4);
    assertThat(read.weights().source()).isEqualTo("models");
    assertThat(read.heads()).isEqualTo(2);
    assertThat(read.scale()).isNull();
    assertThat(read.causal()).isFalse();
    assertRefused(null, 0)
        .hasMessageStartingWith("layer 0: ")
        .hasMessageContainingAll(".npy", "leave layer out");
    Files.delete(folder.resolve("W_q.npy"));
    assertRefused(null, null).hasMessageContaining("there is no W_q.npy");
  }

  @Test
  void aFileSystemThatFailsIsReportedInOneLine() throws IOException {
    writeNpy();
    for (String lost : new String[] {"W_q.npy", "b_k.npy"}) {
      assertThatThrownBy(() -> WeightsReader.read(new LosingWeightFiles(folder, lost), null))
          .isInstanceOf(BadSettingException.class)
          .hasMessage("weights models/" + lost + ": cannot be read: connection lost");
    }
  }

  @Test
  void matricesHaveTwoDimensionsAndBiasesOne() throws IOException {
    writeNpy();
    write("b_q.npy", NpyReaderTest.npy(1, NpyReaderTest.header("<f4", "False", "(1, 2)"), 1, 2));
    assertRefused(null, null)
        .hasMessageEndingWith("b_q.npy: has 2 dimensions; it must have 1, [d_out]");
    write("W_v.npy", NpyReaderTest.npy(1, NpyReaderTest.header("<f4", "False", "(2,)"), 1, 2));
    assertRefused(null, null)
        .hasMessageEndingWith("W_v.npy: has 1 dimension; it must have 2, [d_in, d_out]");
  }

  @Test
  void theOneModelOfAFolderNeedNotBeNamed() throws IOException {
    write("anything.safetensors", own.bytes());
    write("README.md", "hello");
    Files.createDirectory(folder.resolve("old.safetensors"));
    assertThat(read(null, null).weights().source()).isEqualTo("models");
    write("other.safetensors", new Safetensors().bytes());
    assertRefused(null, null)
        .hasMessageContainingAll(
            "2 .safetensors files", "anything.safetensors, other.safetensors", "name the file");
    assertThat(read("anything.safetensors", null).weights().source())
        .isEqualTo("models/anything.safetensors");
    write("model.safetensors", own.with("query.bias", 8).bytes());
    assertThat(read(null, null).weights().queryBias()).hasSize(8);
  }

  @Test
  void whatMayMeanTwoThingsIsNotGuessedAt() throws IOException {
    writeNpy();
    write("w.safetensors", own.bytes());
    assertRefused(null, null)
        .hasMessageContainingAll("both", "name the file, weights models/w.safetensors");
    assertThat(read("w.safetensors", null).weights().query().rows()).isEqualTo(8);
    Files.delete(folder.resolve("w.safetensors"));
    write(INDEX, "{}");
    assertRefused(null, null).hasMessageContainingAll("both", INDEX);
  }

  @Test
  void aFolderWithoutWeightsIsToldWhatWasLookedFor() throws IOException {
    assertRefused(null, null)
        .hasMessageContainingAll("W_q.npy", ".safetensors", INDEX, "looked for");
  }

  @Test
  void aModelInAnotherFormatIsNamedWithTheWayToSafetensors() throws IOException {
    write("pytorch_model.bin", "x");
    write("tokenizer.json", "{}");
    assertRefused(null, null)
        .hasMessageContainingAll("holds pytorch_model.bin but no .safetensors", "save_pretrained");
  }

  private static String index(String... tensorsAndFiles) {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < tensorsAndFiles.length; i += 2) {
      map.append(i == 0 ? "" : ", ")
          .append('"' + tensorsAndFiles[i] + "\": \"" + tensorsAndFiles[i + 1] + '"');
    }
    return "{\"metadata\": {\"total_size\": 1, \"more\": [{}]}, \"weight_map\": {" + map + "}}";
  }

  private void writeShards() throws IOException {
    write("a.safetensors", new Safetensors().withLayer("", "query", "key").bytes());
    write("b.safetensors", new Safetensors().withLayer("", "value").with("x", 3).bytes());
  }

  @Test
  void tensorsAreFoundInTheFilesThatTheIndexNames() throws IOException {
    writeShards();
    String good =
        index(
            "query.weight",
            "a.safetensors",
            "key.weight",
            "a.safetensors",
            "value.weight",
            "b.safetensors",
            "x",
            "b.safetensors");
    write(INDEX, good);
    write("my.index.json", good);
    float[] values = read(null, null).weights().value().values();
    assertThat(values).isEqualTo(readOwn().weights().value().values());
    assertThat(read("my.index.json", null).weights().source()).isEqualTo("models/my.index.json");
  }

  private ModelWeights readOwn() throws IOException {
    write("own.safetensors", own.bytes());
    return read("own.safetensors", null);
  }

  @Test
  void anIndexMustBeTrueOfItsFiles() throws IOException {
    writeShards();
    write(
        INDEX,
        index(
            "query.weight",
            "a.safetensors",
            "key.weight",
            "a.safetensors",
            "value.weight",
            "a.safetensors"));
    assertRefused(null, null)
        .hasMessageContainingAll(INDEX, "'value.weight'", "a.safetensors, which does not hold it");
    write(INDEX, index("query.weight", "a.safetensors", "y", "c.safetensors"));
    assertRefused(null, null).hasMessageContainingAll(INDEX, "c.safetensors, which is not there");
    write("c.safetensors", "not one");
    write(
        INDEX,
        index(
            "query.weight",
            "c.safetensors",
            "key.weight",
            "a.safetensors",
            "value.weight",
            "b.safetensors"));
    assertRefused(null, null).hasMessageStartingWith("weights models/c.safetensors: has 7 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.safetensors",
        "/etc/a.safetensors",
        "sub/a.safetensors",
        "sub\\\\a.safetensors",
        "file:a.safetensors",
        "hdfs://host/a.safetensors",
        "..",
        "",
        "a.bin",
        ".safetensors",
        "a\\u0000.safetensors",
        "a\\n.safetensors",
        "\\ud800.safetensors",
      })
  void anIndexLeadsNowhereElse(String file) throws IOException {
    write(INDEX, index("query.weight", file));
    assertRefused(null, null)
        .hasMessageContainingAll(INDEX, "tensor 'query.weight'", "in the same folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                          | is not a JSON object",
        "[]                                          | is not a JSON object",
        "{}                                          | no weight_map",
        "{\"weight_map\": []}                        | not an object of tensors",
        "{\"weight_map\": null}                      | not an object of tensors",
        "{\"weight_map\": {\"a\": 1}}                | tensor 'a' has no file's name",
        "{\"weight_map\": {\"a\":                    | JSON",
        "{\"weight_map\": {}} {}                     | after its JSON object",
        "{\"weight_map\": {}, \"weight_map\": {}}    | Duplicate",
        "{\"metadata\": {\"a\": 1, \"a\": 1}}        | Duplicate",
        "{\"weight_map\": {}}                        | it holds no tensors",
      })
  void anIndexThatIsNoneIsRefused(String text, String words) throws IOException {
    write(INDEX, text);
    assertRefused(null, null).hasMessageContainingAll("models/" + INDEX, words);
  }

  @Test
  void aTensorTwiceInAnIndexIsRefused() throws IOException {
    writeShards();
    write(INDEX, index("query.weight", "a.safetensors", "query.weight", "b.safetensors"));
    assertRefused(null, null).hasMessageContainingAll(INDEX, "query.weight", "JSON");
  }

  @Test
  void jsonIsReadAsUtf8AndWithinLimits() throws IOException {
    write(INDEX, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertRefused(null, null).hasMessageContainingAll(INDEX, "not UTF-8");
    write(INDEX, "{\"metadata\":" + "[".repeat(1_000_000));
    assertRefused(null, null).hasMessageContainingAll(INDEX, "JSON");
    write(INDEX, "");
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(INDEX).toFile(), "rw")) {
      file.setLength(100_000_001);
    }
    assertRefused(null, null)
        .hasMessageContainingAll(INDEX, "100000001 bytes", "at most 100000000");
  }
}
