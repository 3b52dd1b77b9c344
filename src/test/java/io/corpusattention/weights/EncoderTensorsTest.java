package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a written model of every family is read back unchanged. */
class EncoderTensorsTest {
  private static final Path FOLDER = Path.of("src/test/resources/encoders");

  @TempDir private Path temp;

  static List<String> models() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsWrittenIsReadAgain(String name) throws IOException {
    Path folder = FOLDER.resolve(name);
    EncoderModel model = EncoderReader.read(new LocalWeightFiles(folder, null));
    try (OutputStream out = Files.newOutputStream(temp.resolve("model.safetensors"))) {
      SafetensorsWriter.write(EncoderTensors.of(model), Map.of(), out);
    }
    Files.copy(folder.resolve("config.json"), temp.resolve("config.json"));
    EncoderModel again = EncoderReader.read(new LocalWeightFiles(temp, null));
    assertThat(WeightsDigest.sha256(again)).isEqualTo(WeightsDigest.sha256(model));
    assertThat(again.causal()).isEqualTo(model.causal());
    assertThat(again.heads()).isEqualTo(model.heads());
  }
}
