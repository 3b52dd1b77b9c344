package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the choice of words to compare a hidden word with. */
class NegativeSamplerTest {
  private static final long[] COUNTS = {5, 0, 1000, 1, 80, 80, 0, 16, 0};
  private static final int DRAWS = 200_000;

  private static int[] draw(long seed, long epoch, long sentence, int position, int truth) {
    int[] drawn = new int[20];
    new NegativeSampler(COUNTS).draw(seed, epoch, sentence, position, truth, drawn);
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 3, 7, 1})
  void wordsComeInProportionToTheirCountsToThreeQuartersAndNeverTheTrueOne(int truth) {
    int[] drawn = new int[DRAWS];
    new NegativeSampler(COUNTS).draw(1, 2, 3, 4, truth, drawn);
    long[] found = new long[COUNTS.length];
    for (int word : drawn) {
      found[word]++;
    }
    double total = 0;
    for (int word = 0; word < COUNTS.length; word++) {
      total += word == truth ? 0 : Math.pow((double) COUNTS[word], 0.75);
    }
    double statistic = 0;
    int cells = 0;
    for (int word = 0; word < COUNTS.length; word++) {
      double expected = word == truth ? 0 : DRAWS * Math.pow((double) COUNTS[word], 0.75) / total;
      if (expected == 0) {
        assertThat(found[word]).isZero();
      } else {
        statistic += (found[word] - expected) * (found[word] - expected) / expected;
        cells++;
      }
    }
    assertThat(statistic)
        .isLessThan(new ChiSquaredDistribution(cells - 1).inverseCumulativeProbability(0.999));
  }

  @Test
  void drawsDependOnSeedEpochSentenceAndPositionAndOnNothingElse() {
    int[] drawn = draw(1, 2, 3, 4, 0);
    assertThat(draw(1, 2, 3, 4, 0)).isEqualTo(drawn);
    assertThat(draw(2, 2, 3, 4, 0)).isNotEqualTo(drawn);
    assertThat(draw(1, 3, 3, 4, 0)).isNotEqualTo(drawn);
    assertThat(draw(1, 2, 4, 4, 0)).isNotEqualTo(drawn);
    assertThat(draw(1, 2, 3, 5, 0)).isNotEqualTo(drawn);
  }

  @Test
  void twoWordsAreTheFewestToTellApart() {
    int[] drawn = new int[100];
    new NegativeSampler(new long[] {3, 9}).draw(1, 1, 1, 1, 1, drawn);
    assertThat(drawn).containsOnly(0);
    assertThatThrownBy(() -> new NegativeSampler(new long[] {3, 0}))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("at least 2 different words");
  }
}
