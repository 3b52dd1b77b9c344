package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class XavierWeightsTest {
  /** The fingerprint for seed 7. It must never change, or runs cannot be reproduced. */
  private static final String FINGERPRINT =
      "6c2eb5787453d06cbf46c3128bd64bd576c103eff40824264789f40e5290d7c7";

  @Test
  void aSeedGivesTheSameNumbersOnEveryMachine() {
    ProjectionWeights weights = XavierWeights.create(7, 12, 10, 4, 2, 3);
    assertThat(WeightsDigest.sha256(weights)).isEqualTo(FINGERPRINT);
    assertThat(WeightsDigest.sha256(XavierWeights.create(8, 12, 10, 4, 2, 3)))
        .isNotEqualTo(FINGERPRINT);
    assertThat(weights.source()).isEqualTo("xavier:7");
  }

  @Test
  void shapesAreThoseOfTheHeads() {
    ProjectionWeights weights = XavierWeights.create(7, 12, 10, 4, 2, 3);
    assertThat(weights.query().shape()).isEqualTo("[10, 12]");
    assertThat(weights.key().shape()).isEqualTo("[12, 6]");
    assertThat(weights.value().shape()).isEqualTo("[12, 6]");
    assertThat(weights.key().values()).isNotEqualTo(weights.value().values());
    assertThat(weights.queryBias()).isNull();
    assertThat(weights.keyBias()).isNull();
    assertThat(weights.valueBias()).isNull();
  }

  @Test
  void numbersAreUniformWithinTheBoundOfTheWholeMatrix() {
    ProjectionWeights weights = XavierWeights.create(-3, 300, 200, 8, 4, 50);
    for (Matrix matrix : new Matrix[] {weights.query(), weights.key(), weights.value()}) {
      double bound = Math.sqrt(6.0 / (matrix.rows() + matrix.columns()));
      double[] values =
          IntStream.range(0, matrix.values().length).mapToDouble(i -> matrix.values()[i]).toArray();
      double[] squares = Arrays.stream(values).map(v -> v * v).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance = Arrays.stream(squares).average().orElseThrow();
      // The variance of U(-a, a) is a² / 3; tolerances are 5 standard errors.
      double n = values.length;
      assertThat(mean).isCloseTo(0, Offset.offset(5 * bound / Math.sqrt(3 * n)));
      assertThat(variance)
          .isCloseTo(bound * bound / 3, Offset.offset(5 * bound * bound * Math.sqrt(4.0 / 45 / n)));
      assertThat(Arrays.stream(values).max().orElseThrow())
          .isBetween(0.999 * bound, bound * (1 + 1e-7));
      assertThat(Arrays.stream(values).min().orElseThrow())
          .isBetween(-bound * (1 + 1e-7), -0.999 * bound);
    }
  }

  @Test
  void sizesThatNoArrayHoldsAreRefused() {
    for (int headDim : new int[] {0, -1, 1 << 20, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> XavierWeights.create(1, 768, 768, 12, 12, headDim))
          .isInstanceOf(BadSettingException.class)
          .hasMessageStartingWith("head-dim " + headDim + ": ");
    }
  }
}
