package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Tests everything around a step: clipping, the learning rate, the baseline, checkpoints. */
class OptimizerTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @Test
  void aLongGradientIsShortenedToTheLimitAndKeepsItsDirection() {
    double[] gradient = {3, -4, 12};
    assertThat(GradientNorm.clip(gradient, 6.5)).isCloseTo(13, ROUNDING);
    assertThat(gradient).containsExactly(new double[] {1.5, -2, 6}, ROUNDING);
    assertThat(GradientNorm.of(gradient)).isCloseTo(6.5, ROUNDING);
  }

  @Test
  void aShortGradientStaysAsItIs() {
    double[] gradient = {0.3, -0.4};
    assertThat(GradientNorm.clip(gradient, 0.5)).isCloseTo(0.5, ROUNDING);
    assertThat(gradient).containsExactly(0.3, -0.4);
  }

  @Test
  void theLearningRateRisesInEqualStepsAndFallsAlongACosine() {
    LearningRate rate = new LearningRate(0.8, 4, 12);
    double[] rising = {0.2, 0.4, 0.6, 0.8};
    for (int step = 0; step < 4; step++) {
      assertThat(rate.at(step)).isCloseTo(rising[step], ROUNDING);
    }
    assertThat(rate.at(4)).isCloseTo(0.8, ROUNDING);
    assertThat(rate.at(6)).isCloseTo(0.4 * (1 + Math.sqrt(0.5)), ROUNDING);
    assertThat(rate.at(8)).isCloseTo(0.4, ROUNDING);
    assertThat(rate.at(11)).isPositive();
    assertThat(rate.at(12)).isZero();
    assertThat(new LearningRate(0.8, 0, 12).at(0)).isEqualTo(0.8);
  }

  @Test
  void impossibleSettingsAreNamed() {
    assertThatThrownBy(() -> new LearningRate(0, 1, 2))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("learning-rate 0.0");
    assertThatThrownBy(() -> new LearningRate(1, 3, 2))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("warm-up 3");
    assertThatThrownBy(() -> new Adam(1, -1))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("weight-decay -1.0");
  }

  @Test
  void aStateOfOtherParametersIsRefused() {
    assertThatThrownBy(() -> new Adam(3, 0).restore(new Adam(2, 0).state()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sgd().restore(new Adam(2, 0).state()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBaselineStartsAtTheFirstLossAndFollowsSlowly() {
    Baseline baseline = Baseline.start().after(4);
    assertThat(baseline.value()).isEqualTo(4);
    assertThat(baseline.after(2).value()).isCloseTo(3.8, ROUNDING);
  }
}
