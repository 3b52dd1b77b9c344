package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that both kernels give the same bits in any order and partition, and that training
 * computes what attend computes.
 */
class SameTrainingEverywhereTest {
  private static final int MODEL = 13;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(Layers.shape(MODEL, 4, 2, 5, 7), true, true, 3);
  private static final float[] PARAMETERS = Layers.parameters(3, LAYOUT);
  private static final Mask MASK = new Mask.Window(9);

  static List<Alignment> alignments() {
    return List.of(new Alignment.Soft(), new Alignment.Sample(5, 1));
  }

  private static AttentionConfig config(Alignment alignment) {
    return Layers.config(4, 2, MASK, alignment);
  }

  private static List<MaskedSentence> sentences() {
    List<MaskedSentence> sentences = new ArrayList<>();
    for (int n = 1; n <= 40; n++) {
      int[] hidden = n < 4 ? new int[] {n - 1} : new int[] {n / 3, n / 2, n - 1};
      sentences.add(Layers.masked(n, n, MODEL, 1 + n % 20, n % 2 == 0, hidden));
    }
    return sentences;
  }

  private static TrainingSums masked(
      Alignment alignment, Kernel kernel, List<MaskedSentence> sentences) {
    MaskedObjective objective = new MaskedObjective(LAYOUT, config(alignment), 2, 0.1, kernel);
    objective.load(PARAMETERS);
    TrainingSums sums = new TrainingSums(LAYOUT.size());
    sentences.forEach(sentence -> assertThat(objective.add(sentence, 1.5, sums)).isTrue());
    return sums;
  }

  private static void assertSame(TrainingSums actual, TrainingSums expected) {
    assertThat(expected.meanGradient()).contains(0.0).doesNotContain(Double.NaN); // W_class is 0
    assertThat(GradientNorm.of(expected.meanGradient())).isGreaterThan(0.1);
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("alignments")
  void bothKernelsAgreeToTheBitOnHiddenTokens(Alignment alignment) {
    assumeThat(Kernels.get().name()).startsWith("simd");
    TrainingSums scalar = masked(alignment, Kernels.scalar(), sentences());
    assertSame(masked(alignment, Kernels.get(), sentences()), scalar);
  }

  @ParameterizedTest
  @MethodSource("alignments")
  void bothKernelsAgreeToTheBitOnClasses(Alignment alignment) {
    assumeThat(Kernels.get().name()).startsWith("simd");
    List<TrainingSums> found = new ArrayList<>();
    for (Kernel kernel : List.of(Kernels.get(), Kernels.scalar())) {
      ClassifyObjective objective = new ClassifyObjective(LAYOUT, config(alignment), 0.1, kernel);
      objective.load(PARAMETERS);
      TrainingSums sums = new TrainingSums(LAYOUT.size());
      for (int n = 1; n <= 40; n++) {
        assertThat(objective.add(Layers.labelled(n, n, MODEL, n % 3), 1, sums)).isTrue();
      }
      found.add(sums);
    }
    assertSame(found.get(0), found.get(1));
  }

  @ParameterizedTest
  @MethodSource("alignments")
  void sentencesAddUpToTheSameBitsInAnyOrderAndInAnyParts(Alignment alignment) {
    TrainingSums whole = masked(alignment, Kernels.get(), sentences());
    Random random = new Random(1);
    for (int trial = 0; trial < 5; trial++) {
      List<MaskedSentence> shuffled = sentences();
      Collections.shuffle(shuffled, random);
      List<TrainingSums> parts = new ArrayList<>();
      for (int from = 0; from < shuffled.size(); ) {
        int to = Math.min(shuffled.size(), from + 1 + random.nextInt(12));
        parts.add(masked(alignment, Kernels.get(), shuffled.subList(from, to)));
        from = to;
      }
      Collections.shuffle(parts, random);
      TrainingSums joined = new TrainingSums(LAYOUT.size());
      parts.forEach(joined::addAll);
      assertSame(joined, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("alignments")
  void lossesAloneAreThoseThatComeWithGradients(Alignment alignment) {
    TrainingSums whole = masked(alignment, Kernels.get(), sentences());
    MaskedObjective objective =
        new MaskedObjective(LAYOUT, config(alignment), 2, 0.1, Kernels.get());
    objective.load(PARAMETERS);
    TrainingSums losses = new TrainingSums(0);
    sentences().forEach(sentence -> assertThat(objective.add(sentence, 0, losses)).isTrue());
    assertThat(losses.meanLoss()).isEqualTo(whole.meanLoss());
    assertThat(losses.accuracy()).isEqualTo(whole.accuracy());
    assertThat(losses.examples()).isEqualTo(whole.examples());
  }

  @ParameterizedTest
  @MethodSource("alignments")
  void contextVectorsAreThoseThatAttendComputes(Alignment alignment) throws IOException {
    AttentionStep step =
        new AttentionStep(
            LAYOUT.projections("trained", PARAMETERS),
            config(alignment),
            new Queries.Self(),
            Kernels.get());
    MaskedObjective objective = new MaskedObjective(LAYOUT, config(alignment), 2, 0, Kernels.get());
    objective.load(PARAMETERS);
    int width = LAYOUT.shape().contextWidth();
    for (MaskedSentence sentence : sentences()) {
      assertThat(objective.add(sentence, 0, new TrainingSums(0))).isTrue();
      AttentionLayer layer = objective.layer();
      float[] attended = attend(step, sentence.key(), sentence.tokens(), layer.group.tokens);
      for (int i = 0; i < sentence.hidden().length; i++) {
        for (int column = 0; column < width; column++) {
          assertThat(layer.context[i * layer.contextStride + column])
              .isCloseTo(attended[sentence.hidden()[i] * width + column], within(1e-5f));
        }
      }
    }
  }

  private static float[] attend(AttentionStep step, long key, int n, float[] x) throws IOException {
    SentenceBatch batch = step.newBatch(n);
    int at = batch.add(key, n);
    System.arraycopy(x, 0, batch.embeddings(), at, n * MODEL);
    List<float[]> contexts = new ArrayList<>();
    step.run(
        batch,
        new AttentionStep.Sink() {
          @Override
          public void accept(AttentionTile tile) {
            contexts.add(Arrays.copyOf(tile.context(), tile.contextCount()));
          }

          @Override
          public void reject(int sentence, RejectReason reason, String detail) {
            throw new AssertionError(detail);
          }
        });
    assertThat(contexts).hasSize(1);
    return contexts.get(0);
  }

  @Test
  void aSentenceThatOverflowsAddsNothing() {
    for (float size : new float[] {1e20f, 3e38f}) {
      MaskedObjective objective =
          new MaskedObjective(LAYOUT, config(new Alignment.Soft()), 2, 0, Kernels.get());
      objective.load(PARAMETERS);
      MaskedSentence sentence = Layers.masked(1, 5, MODEL, 2, false, 2);
      Arrays.fill(sentence.embeddings(), size);
      TrainingSums sums = new TrainingSums(LAYOUT.size());
      assertThat(objective.add(sentence, 0, sums)).isFalse();
      assertThat(sums).usingRecursiveComparison().isEqualTo(new TrainingSums(LAYOUT.size()));
    }
  }
}
