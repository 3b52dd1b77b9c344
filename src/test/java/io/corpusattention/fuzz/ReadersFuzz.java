package io.corpusattention.fuzz;

import static io.corpusattention.fuzz.Inputs.files;
import static io.corpusattention.fuzz.Inputs.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corpusattention.attention.Setting;
import io.corpusattention.report.Analysis;
import io.corpusattention.text.Tokenizer;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.text.VectorFile;
import io.corpusattention.text.file.TextBytes;
import io.corpusattention.weights.EncoderReader;
import io.corpusattention.weights.WeightsReader;
import io.corpusattention.weights.npy.NpyReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replaces each file that a user gives with arbitrary bytes. A reader must accept them or refuse
 * them with a one-line message. It must never fail in another way, hang, use more memory than the
 * size of the files, or end the process. {@code mvn test} runs seeds and saved inputs;
 * docs/reliability.md says how to search for more. Parquet files are damaged by {@code
 * ListMutantsTest}, which knows their format.
 */
class ReadersFuzz {
  /**
   * The content of a compressed file can be much longer than the file, so it is read but not kept.
   */
  private static final int MOST_TEXT = 1 << 20;

  static Stream<byte[]> safetensors() {
    return files("models", ".safetensors");
  }

  @MethodSource
  @FuzzTest
  void safetensors(byte[] bytes) throws IOException {
    readOrRefuse(() -> WeightsReader.read(new MemoryFiles(Map.of("model.safetensors", bytes)), 0));
  }

  static Stream<byte[]> config() {
    return files("encoders", "config.json");
  }

  @MethodSource
  @FuzzTest
  void config(byte[] bytes) throws IOException {
    readOrRefuse(() -> EncoderReader.read(new MemoryFiles(Map.of("config.json", bytes))));
  }

  static Stream<byte[]> npy() {
    return files("fuzz", ".npy");
  }

  @MethodSource
  @FuzzTest
  void npy(byte[] bytes) throws IOException {
    readOrRefuse(
        () ->
            NpyReader.read(
                Setting.WEIGHTS.of("W_q.npy"), new ByteArrayInputStream(bytes), bytes.length));
  }

  static Stream<byte[]> vectors() {
    return files("fuzz", ".vec");
  }

  @MethodSource
  @FuzzTest
  void vectors(byte[] bytes) throws IOException {
    try {
      readOrRefuse(
          () -> VectorFile.readAll(new ByteArrayInputStream(bytes), Setting.VECTORS.of("v.txt")));
    } catch (IOException damaged) { // from decompression; the caller names the file
      assertThat(damaged).hasMessageNotContaining("\n");
    }
  }

  static Stream<byte[]> tokenizer() {
    return Stream.concat(files("tokenizers", "sentencepiece.json"), files("fuzz", ".tokenizer"));
  }

  @MethodSource
  @FuzzTest
  void tokenizer(byte[] bytes) throws IOException {
    readOrRefuse(
        () -> {
          TokenizerFile file =
              TokenizerFile.read(
                  new ByteArrayInputStream(bytes), Setting.TOKENIZER.of("tokenizer.json"));
          Tokenizer tokenizer = file.newTokenizer(true, 8);
          assertThat(tokenizer.tokenize("ﬁn é① a b 1").tokens()).hasSizeLessThanOrEqualTo(8);
          tokenizer.tokenize(List.of("ﬁn", "é①"));
        });
  }

  static Stream<byte[]> analysis() {
    return files("fuzz", "analysis.json");
  }

  @MethodSource
  @FuzzTest
  void analysis(byte[] bytes) {
    try {
      assertThat(Analysis.read(new ByteArrayInputStream(bytes)).heads()).isPositive();
    } catch (IOException damaged) { // the caller names the file
      assertThat(damaged.getMessage()).isNotNull();
    }
  }

  static Stream<byte[]> text() {
    return files("compressed/read", "");
  }

  @MethodSource
  @FuzzTest
  void text(byte[] bytes) throws IOException {
    try {
      readOrRefuse(
          () -> {
            try (InputStream in =
                TextBytes.of(new ByteArrayInputStream(bytes), Setting.INPUT.of("t.txt"))) {
              in.readNBytes(MOST_TEXT);
            }
          });
    } catch (IOException damaged) { // the caller names the file
      assertThat(damaged.getMessage()).isNotNull();
    }
  }
}
