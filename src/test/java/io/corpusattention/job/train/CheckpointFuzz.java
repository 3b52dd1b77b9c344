package io.corpusattention.job.train;

import static io.corpusattention.fuzz.Inputs.files;
import static io.corpusattention.fuzz.Inputs.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.LearningState;
import io.corpusattention.training.Baseline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads arbitrary bytes as a checkpoint with a correct checksum, which is compared before the rest
 * is read.
 */
class CheckpointFuzz {
  private static final String SETTINGS = "{\"seed\":1}";

  /** A state with two parameters and Adam's numbers. */
  private static final LearningState START =
      new LearningState(
          0, 0, new float[2], new double[5], Baseline.start(), 0, new float[2], List.of());

  private static byte[] written(LearningState state, String settings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateFile.write(state, settings, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static LearningState state(int epoch, double[] optimizer, Double heldOut) {
    EpochFigures figures = new EpochFigures(1, 3, 0.1, 2, 0.5, heldOut, heldOut, 1, 9);
    return new LearningState(
        epoch,
        3,
        new float[] {1, 2},
        optimizer,
        new Baseline(2, 3),
        1,
        new float[] {3, 4},
        List.of(figures));
  }

  static Stream<byte[]> checkpoint() throws IOException {
    return Stream.concat(
        files("fuzz", ".checkpoint"),
        Stream.of(
            written(state(1, new double[5], 0.25), SETTINGS),
            written(state(1, new double[5], null), SETTINGS),
            written(state(2, new double[5], null), SETTINGS),
            written(state(1, new double[0], null), SETTINGS),
            written(state(1, new double[5], null), "{\"seed\":2}")));
  }

  @MethodSource
  @FuzzTest
  void checkpoint(byte[] bytes) throws IOException {
    try {
      readOrRefuse(
          () -> {
            LearningState state =
                StateFile.read(
                    new DataInputStream(new ByteArrayInputStream(bytes)),
                    bytes.length,
                    SETTINGS,
                    START,
                    "epoch-1");
            assertThat(state.parameters()).hasSameSizeAs(START.parameters());
            assertThat(state.optimizer()).hasSameSizeAs(START.optimizer());
            assertThat(state.best()).hasSameSizeAs(START.best());
            assertThat(state.bestFigures()).isNotNull();
          });
    } catch (IOException damaged) { // the caller names the file
      assertThat(RootCause.of(damaged).lines()).hasSize(1);
    }
  }
}
