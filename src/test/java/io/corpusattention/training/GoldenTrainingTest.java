package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares training with PyTorch in float64. The numbers come from
 * src/test/python/make_gradients.py.
 */
class GoldenTrainingTest {
  private static final double TOLERANCE = 1e-5; // of a matrix's largest number; 1e-4 is promised
  private static final double COURSE = 1e-4;
  private static final double STEP = 1e-6;

  static List<GoldenTraining> gradients() throws IOException {
    return GoldenTraining.read("gradients.json");
  }

  static List<GoldenTraining> courses() throws IOException {
    return GoldenTraining.read("courses.json");
  }

  static List<GoldenTraining> optimizers() throws IOException {
    return GoldenTraining.read("optimizers.json");
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void lossAndGradientAreThoseOfPyTorch(GoldenTraining golden) {
    for (Kernel kernel : List.of(Kernels.get(), Kernels.scalar())) {
      TrainingSums sums = golden.summing(kernel).of(golden.floats("parameters"));
      double loss = golden.real("loss");
      assertThat(sums.meanLoss()).isCloseTo(loss, Offset.offset(TOLERANCE * loss));
      assertThat(sums.accuracy()).isCloseTo(golden.real("accuracy"), Offset.offset(1e-12));
      double[] gradient = golden.doubles("gradient");
      Layers.assertClose(sums.meanGradient(), gradient, golden.layout(), TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("courses")
  void fiftyStepsOfDescentFollowPyTorch(GoldenTraining golden) {
    GoldenTraining.Summing summing = golden.summing(Kernels.get());
    float[] parameters = golden.floats("parameters");
    double[] losses = golden.doubles("losses");
    assertThat(losses).hasSize(50);
    Optimizer optimizer = new Sgd();
    for (double loss : losses) {
      TrainingSums sums = summing.of(parameters);
      assertThat(sums.meanLoss()).isCloseTo(loss, Offset.offset(COURSE * loss));
      optimizer.step(parameters, sums.meanGradient(), golden.real("learning_rate"));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsAreThoseOfPyTorchAlsoAfterTheStateWasSavedAndRestored(GoldenTraining golden) {
    float[] parameters = golden.floats("start");
    Optimizer optimizer = optimizer(golden, parameters.length);
    JsonNode gradients = golden.json().get("gradients");
    for (int step = 0; step < gradients.size(); step++) {
      if (step % 5 == 4) {
        Optimizer next = optimizer(golden, parameters.length);
        next.restore(optimizer.state());
        optimizer = next;
      }
      double[] gradient = GoldenTraining.doubles(gradients.get(step));
      optimizer.step(parameters, gradient, golden.real("learning_rate"));
      double[] expected = GoldenTraining.doubles(golden.json().get("parameters").get(step));
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) parameters[i])
            .as("parameter %d after step %d", i, step)
            .isCloseTo(expected[i], Offset.offset(STEP));
      }
    }
  }

  private static Optimizer optimizer(GoldenTraining golden, int parameters) {
    return golden.toString().equals("sgd")
        ? new Sgd()
        : new Adam(parameters, golden.real("weight_decay"));
  }
}
