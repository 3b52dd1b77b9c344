package io.corpusattention.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Tests the scores of tokens by the attention that they receive and pass on. */
class SamRankTest {
  private static final Offset<Double> EXACT = within(1e-9);

  /** [1, 3, 3]; the last column has no weight. */
  private static final float[] ONE = {0.5f, 0.5f, 0, 0.25f, 0.75f, 0, 1, 0, 0};

  /** [2, 3, 3]: the same head, and a head in which each token attends to itself. */
  private static final float[] TWO = {
    0.5f, 0.5f, 0, 0.25f, 0.75f, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1
  };

  private static double[] scores(float[] attention, int heads, int n) {
    return Arrays.stream(sums(attention, heads, n))
        .mapToDouble(sum -> ScoredWords.value(sum) / heads)
        .toArray();
  }

  /** Returns the scores of a sentence in a single row, summed over heads. */
  private static long[] sums(float[] attention, int heads, int n) {
    long[] sums = new long[n];
    SamRank.add(attention, columns(attention, heads, n), heads, 0, n, sums);
    return sums;
  }

  private static double[] columns(float[] attention, int heads, int n) {
    return new ColumnSums(heads, n).add(attention, n).values();
  }

  @Test
  void columnSumsAreWhatEachKeyReceives() {
    assertThat(new ColumnSums(2, 3).add(TWO, 3).values()).containsExactly(1.75, 1.25, 0, 1, 1, 1);
  }

  @Test
  void proportionalScoresLeaveOutKeysThatReceiveNothing() {
    double[] columns = {1.75, 1.25, 0};
    assertThat(SamRank.proportional(ONE, columns, 1, 3, 3))
        .containsExactly(
            new double[] {
              0.5 / 1.75 + 0.5 / 1.25, // 0.6857142857
              0.25 / 1.75 + 0.75 / 1.25, // 0.7428571429
              1 / 1.75 // 0.5714285714
            },
            EXACT);
  }

  @Test
  void aScoreIsTheSumOfBothAveragedOverHeads() {
    assertThat(scores(ONE, 1, 3))
        .containsExactly(new double[] {2.4357142857, 1.9928571429, 0.5714285714}, EXACT);
    assertThat(scores(TWO, 2, 3))
        .containsExactly(new double[] {2.2178571429, 1.9964285714, 1.2857142857}, EXACT);
    assertThat(scores(new float[] {1}, 1, 1)).containsExactly(2);
  }

  @Test
  void scoresOfRandomMatricesAreThoseOfTheFormulas() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {1, 2, 7, 33}) {
      int heads = 3;
      float[] attention = attention(random, heads, n);
      double[] expected = new double[n];
      for (int h = 0; h < heads; h++) {
        for (int token = 0; token < n; token++) {
          double global = 0;
          double proportional = 0;
          for (int other = 0; other < n; other++) {
            global += attention[(h * n + other) * n + token];
            double column = 0;
            for (int query = 0; query < n; query++) {
              column += attention[(h * n + query) * n + other];
            }
            proportional += attention[(h * n + token) * n + other] / column;
          }
          expected[token] += (global + proportional) / heads;
        }
      }
      assertThat(scores(attention, heads, n)).containsExactly(expected, EXACT);
    }
  }

  @Test
  void aColumnOfNextToNoWeightIsSharedOutAsExactly() {
    // The second token receives 1e-12 and 3e-12, so its column is shared out as 1/4 and 3/4.
    float[] attention = {1, 1e-12f, 1, 3e-12f};
    double[] columns = new ColumnSums(1, 2).add(attention, 2).values();
    assertThat(SamRank.proportional(attention, columns, 1, 2, 2))
        .containsExactly(new double[] {0.75, 1.25}, within(1e-7));
  }

  @Test
  void tilesOfASentenceGiveItsBitsInAnyOrder() {
    int n = 21;
    int heads = 2;
    float[] whole = attention(new SplittableRandom(8), heads, n);
    double[] columns = columns(whole, heads, n);
    ColumnSums joined = new ColumnSums(heads, n);
    long[] sums = new long[n];
    for (int start : new int[] {14, 0, 7}) {
      float[] tile = new float[heads * 7 * n];
      for (int h = 0; h < heads; h++) {
        System.arraycopy(whole, (h * n + start) * n, tile, h * 7 * n, 7 * n);
      }
      joined.add(new ColumnSums(heads, n).add(tile, 7));
      SamRank.add(tile, columns, heads, start, 7, sums);
    }
    assertThat(joined.values()).isEqualTo(columns);
    assertThat(sums).isEqualTo(sums(whole, heads, n));
  }

  @Test
  void ofNoHeadsNothingIsAdded() {
    assertThat(sums(new float[0], 0, 3)).containsOnly(0);
  }

  /** Returns random rows that sum to 1. */
  private static float[] attention(SplittableRandom random, int heads, int n) {
    float[] attention = new float[heads * n * n];
    for (int row = 0; row < heads * n; row++) {
      double sum = 0;
      double[] weights = new double[n];
      for (int j = 0; j < n; j++) {
        weights[j] = Math.exp(random.nextDouble(-12, 3));
        sum += weights[j];
      }
      for (int j = 0; j < n; j++) {
        attention[row * n + j] = (float) (weights[j] / sum);
      }
    }
    return attention;
  }
}
