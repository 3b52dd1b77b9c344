package io.corpusattention.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the differences between two runs, with intervals of independent samples. */
class ComparisonTest {
  private static CorpusFigures figures(CorpusFigures.Statistic... statistics) {
    return new CorpusFigures(
        10,
        100,
        true,
        List.of(statistics),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  private static CorpusFigures.Statistic statistic(
      String name, List<Double> mean, List<Double> low, List<Double> high) {
    return new CorpusFigures.Statistic(name, mean, low, high);
  }

  @Test
  void halfWidthsAddInSquares() {
    CorpusFigures here =
        figures(
            statistic(
                "entropy",
                List.of(1.0, 2.0, 3.0),
                Arrays.asList(0.7, 1.9, null),
                Arrays.asList(1.3, 2.1, null)),
            statistic(
                "distance",
                List.of(1.0, 1.0, 1.0),
                List.of(1.0, 1.0, 1.0),
                List.of(1.0, 1.0, 1.0)));
    CorpusFigures other =
        figures(
            statistic(
                "entropy",
                Arrays.asList(1.5, null, 2.0),
                Arrays.asList(1.1, null, 1.5),
                Arrays.asList(1.9, null, 2.5)),
            statistic(
                "share_self",
                List.of(0.0, 0.0, 0.0),
                List.of(0.0, 0.0, 0.0),
                List.of(0.0, 0.0, 0.0)));
    Comparison comparison = Comparison.of("source", here, other);
    assertThat(comparison.source()).isEqualTo("source");
    assertThat(comparison.statistics()).hasSize(1);
    Comparison.Statistic entropy = comparison.statistics().get(0);
    assertThat(entropy.statistic()).isEqualTo("entropy");
    assertThat(entropy.mean()).containsExactly(1.5, null, 2.0);
    assertThat(entropy.low()).containsExactly(1.1, null, 1.5);
    assertThat(entropy.high()).containsExactly(1.9, null, 2.5);
    assertThat(entropy.difference()).containsExactly(0.5, null, -1.0);
    assertThat(entropy.differenceLow().get(0)).isCloseTo(0, within(1e-12)); // 0.3, 0.4: 0.5
    assertThat(entropy.differenceHigh().get(0)).isCloseTo(1, within(1e-12));
    assertThat(entropy.differenceLow().subList(1, 3)).containsOnlyNulls();
    assertThat(entropy.differenceHigh().subList(1, 3)).containsOnlyNulls();
  }

  @Test
  void otherNumbersOfHeadsDoNotCompare() {
    CorpusFigures one = figures(statistic("entropy", List.of(1.0), List.of(1.0), List.of(1.0)));
    CorpusFigures two =
        figures(statistic("entropy", List.of(1.0, 1.0), List.of(1.0, 1.0), List.of(1.0, 1.0)));
    assertThatThrownBy(() -> Comparison.of("source", one, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 heads, not 1");
  }
}
