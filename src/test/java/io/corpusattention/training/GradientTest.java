package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Mask;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares gradients of soft attention with finite differences of losses in float64. */
class GradientTest {
  private static final double TOLERANCE = 1e-5; // of a matrix's largest number; 1e-4 is promised
  private static final int OTHERS = 5;
  private static final int CLASSES = 3;
  private static final double TEMPERATURE = 1.7;

  record Case(
      String name,
      AttentionShape shape,
      Mask mask,
      boolean biased,
      boolean output,
      boolean positioned,
      int n,
      int[] hidden,
      Kernel kernel) {
    @Override
    public String toString() {
      return name + ", " + kernel.name();
    }

    AttentionConfig config() {
      return Layers.config(shape.heads(), shape.kvHeads(), mask, new Alignment.Soft());
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Mask none = new Mask.None();
    Mask causal = new Mask.Causal();
    Mask window = new Mask.Window(2);
    for (Kernel kernel : List.of(Kernels.get(), Kernels.scalar())) {
      cases.add(
          new Case(
              "one head",
              Layers.shape(8, 1, 1, 5, 8),
              none,
              false,
              false,
              true,
              7,
              new int[] {0, 3, 6},
              kernel));
      cases.add(
          new Case(
              "one head, one token",
              Layers.shape(6, 1, 1, 4, 6),
              none,
              true,
              false,
              true,
              1,
              new int[] {0},
              kernel));
      cases.add(
          new Case(
              "four heads, biases, W_o",
              Layers.shape(8, 4, 4, 3, 5),
              none,
              true,
              true,
              true,
              6,
              new int[] {4, 1},
              kernel));
      cases.add(
          new Case(
              "four heads, causal",
              Layers.shape(8, 4, 4, 2, 2),
              causal,
              true,
              false,
              false,
              19,
              new int[] {2, 11, 18},
              kernel));
      cases.add(
          new Case(
              "grouped-query heads, window",
              Layers.shape(6, 4, 2, 3, 4),
              window,
              true,
              true,
              true,
              9,
              new int[] {1, 5, 6},
              kernel));
      cases.add(
          new Case(
              "one key-value head, wide",
              Layers.shape(17, 3, 1, 7, 18),
              none,
              false,
              true,
              true,
              18,
              new int[] {0, 17},
              kernel));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientOfHiddenTokensIsThatOfFiniteDifferences(Case c) {
    ParameterLayout layout = new ParameterLayout(c.shape(), c.biased(), c.output(), 0);
    float[] parameters = Layers.parameters(1, layout);
    int model = c.shape().modelWidth();
    MaskedSentence sentence = Layers.masked(3, c.n(), model, OTHERS, c.positioned(), c.hidden());
    MaskedObjective objective = new MaskedObjective(layout, c.config(), TEMPERATURE, 0, c.kernel());
    objective.load(parameters);
    TrainingSums sums = new TrainingSums(layout.size());
    assertThat(objective.add(sentence, 0, sums)).isTrue();

    DoubleReference reference = new DoubleReference(layout, c.config());
    int m = c.hidden().length;
    double loss = reference.loss(Layers.doubles(parameters), sentence, TEMPERATURE) / m;
    assertThat(sums.examples()).isEqualTo(m);
    assertThat(sums.meanLoss()).isCloseTo(loss, Offset.offset(1e-5 * Math.max(1, loss)));
    double[] expected =
        Layers.differences(parameters, p -> reference.loss(p, sentence, TEMPERATURE) / m);
    Layers.assertClose(sums.meanGradient(), expected, layout, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientOfClassesIsThatOfFiniteDifferences(Case c) {
    ParameterLayout layout = new ParameterLayout(c.shape(), c.biased(), false, CLASSES);
    float[] parameters = Layers.parameters(2, layout);
    LabelledSentence sentence = Layers.labelled(5, c.n(), c.shape().modelWidth(), 1);
    ClassifyObjective objective = new ClassifyObjective(layout, c.config(), 0, c.kernel());
    objective.load(parameters);
    TrainingSums sums = new TrainingSums(layout.size());
    assertThat(objective.add(sentence, 0, sums)).isTrue();

    DoubleReference reference = new DoubleReference(layout, c.config());
    double loss = reference.loss(Layers.doubles(parameters), sentence);
    assertThat(sums.meanLoss()).isCloseTo(loss, Offset.offset(1e-5 * Math.max(1, loss)));
    double[] expected = Layers.differences(parameters, p -> reference.loss(p, sentence));
    Layers.assertClose(sums.meanGradient(), expected, layout, TOLERANCE);
  }
}
