package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.io.TempDir;

/** Reads a model from one safetensors file, or verifies that it is refused. */
abstract class SafetensorsModel {
  static final String[] BERT = {"query", "key", "value"};

  @TempDir private Path folder;

  ModelWeights read(Safetensors file, Integer layer) throws IOException {
    Files.write(folder.resolve("m.safetensors"), file.bytes());
    return WeightsReader.read(new LocalWeightFiles(folder, "m.safetensors"), layer);
  }

  AbstractThrowableAssert<?, ?> assertRefused(Safetensors file, Integer layer) {
    return assertThatThrownBy(() -> read(file, layer))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("weights models/m.safetensors")
        .hasMessageMatching("[ -~]{1,1500}");
  }

  static void assertMatrix(Matrix matrix, int rows, int columns, float... values) {
    assertThat(matrix.rows()).isEqualTo(rows);
    assertThat(matrix.columns()).isEqualTo(columns);
    assertThat(matrix.values()).containsExactly(values);
  }
}
