package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that written weights are read back bit for bit. */
class LayerTensorsTest {
  @TempDir private Path temp;

  private static Matrix matrix(int rows, int columns, float first) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i / 7f;
    }
    return new Matrix(rows, columns, values);
  }

  private void assertReadBack(ProjectionWeights weights) throws IOException {
    try (OutputStream out = Files.newOutputStream(temp.resolve("model.safetensors"))) {
      SafetensorsWriter.write(LayerTensors.of(weights), Map.of("format", "pt"), out);
    }
    ModelWeights read = WeightsReader.read(new LocalWeightFiles(temp, null), null);
    assertThat(read.ofModel()).isFalse();
    assertThat(read.weights().query().shape()).isEqualTo(weights.query().shape());
    assertThat(WeightsDigest.sha256(read.weights())).isEqualTo(WeightsDigest.sha256(weights));
  }

  @Test
  void matricesOfDifferentWidthsComeBack() throws IOException {
    assertReadBack(
        new ProjectionWeights(
            "w", matrix(6, 8, 1), matrix(6, 4, -2), matrix(6, 10, 1e-40f), null, null, null));
  }

  @Test
  void biasesComeBackWhereThereAreSome() throws IOException {
    assertReadBack(
        new ProjectionWeights(
            "w",
            matrix(3, 2, 1),
            matrix(3, 2, 2),
            matrix(3, 1, 3),
            new float[] {1, -0f},
            null,
            new float[] {Float.MIN_VALUE}));
  }
}
