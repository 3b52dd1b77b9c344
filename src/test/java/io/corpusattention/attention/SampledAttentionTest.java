package io.corpusattention.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Sentences.Result;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

/** Tests hard attention, whose keys are drawn at random from the distribution. */
class SampledAttentionTest {
  private static final Kernel KERNEL = Kernels.get();
  private static final int WIDTH = 8;
  private static final int HEADS = 2;
  private static final int DRAWS = 100_000;
  private static final double SIGNIFICANCE = 1e-3;
  private static final ProjectionWeights WEIGHTS = Sentences.weights(5, WIDTH, HEADS, 2, 4, 4);

  private static AttentionConfig config(Alignment alignment, Mask mask, long bytes) {
    return new AttentionConfig(
        HEADS,
        2,
        mask,
        null,
        1,
        alignment,
        new AttentionOutput.Full(),
        ContextOutput.TOKENS,
        bytes);
  }

  private static Result attend(Alignment alignment, Mask mask, long bytes, float[] sentence)
      throws IOException {
    return Sentences.attend(WEIGHTS, config(alignment, mask, bytes), KERNEL, List.of(sentence))
        .get(0);
  }

  /**
   * Fails if a chi-squared test rejects that the counts were drawn from the probabilities. Merges
   * cells with an expected count below 5.
   */
  private static void assertFits(double[] probabilities, long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    double statistic = 0;
    int cells = 0;
    double restExpected = 0;
    double restCounted = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * total;
      if (expected < 5) {
        restExpected += expected;
        restCounted += counts[i];
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected > 0) {
      statistic += (restCounted - restExpected) * (restCounted - restExpected) / restExpected;
      cells++;
    }
    double critical =
        new ChiSquaredDistribution(cells - 1).inverseCumulativeProbability(1 - SIGNIFICANCE);
    assertThat(statistic).isLessThan(critical);
  }

  /** Returns the keys that were drawn, [heads, queries]. Fails if a row is not one-hot. */
  private static int[] drawn(float[] attention, int n) {
    int[] drawn = new int[attention.length / n];
    for (int row = 0; row < drawn.length; row++) {
      int ones = 0;
      for (int key = 0; key < n; key++) {
        float weight = attention[row * n + key];
        assertThat(weight == 0f || weight == 1f).isTrue();
        if (weight == 1f) {
          drawn[row] = key;
          ones++;
        }
      }
      assertThat(ones).isOne();
    }
    return drawn;
  }

  @Test
  void aHundredThousandDrawsFitTheDistribution() throws IOException {
    int n = 12;
    float[] sentence = Sentences.random(4, n * WIDTH);
    for (Mask mask : List.of(new Mask.None(), new Mask.Window(3))) {
      float[] soft = attend(new Alignment.Soft(), mask, 1 << 20, sentence).attention();
      float[] mean = attend(new Alignment.Sample(11, DRAWS), mask, 1 << 20, sentence).attention();
      for (int row = 0; row < HEADS * n; row++) {
        double[] probabilities = new double[n];
        long[] counts = new long[n];
        for (int key = 0; key < n; key++) {
          probabilities[key] = soft[row * n + key];
          counts[key] = Math.round(mean[row * n + key] * (double) DRAWS);
          if (probabilities[key] == 0) {
            assertThat(counts[key]).as("a masked key").isZero();
          }
        }
        assertFits(probabilities, counts);
      }
    }
  }

  @Test
  void drawsOfAHundredThousandSentencesFitTheDistributionAndAreIndependent() throws IOException {
    int n = 5;
    int queries = 2;
    float[] sentence = Sentences.random(9, n * WIDTH);
    Queries fixed =
        new Queries.Fixed(
            "queries.npy", new Matrix(queries, WIDTH, Sentences.random(2, queries * WIDTH)));
    AttentionConfig soft = config(new Alignment.Soft(), new Mask.None(), 1 << 20);
    float[] p =
        Sentences.attend(WEIGHTS, soft, fixed, KERNEL, List.of(sentence), null, 1)
            .get(0)
            .attention();
    AttentionConfig sample = config(new Alignment.Sample(3, 1), new Mask.None(), 1 << 20);
    AttentionStep step = new AttentionStep(WEIGHTS, sample, fixed, KERNEL);
    SentenceBatch batch = step.newBatch(1000 * n);
    int rows = HEADS * queries;
    long[][] counts = new long[rows][n];
    long[][] pairs = new long[rows][n * n]; // of the keys that a row and the next one drew
    for (int from = 0; from < DRAWS; from += 1000) {
      batch.clear();
      for (int key = from; key < from + 1000; key++) {
        int at = batch.add(key, n);
        System.arraycopy(sentence, 0, batch.embeddings(), at, sentence.length);
      }
      step.run(
          batch,
          new AttentionStep.Sink() {
            @Override
            public void accept(AttentionTile tile) {
              float[] weights = new float[tile.attentionCount()];
              System.arraycopy(tile.attention(), 0, weights, 0, weights.length);
              int[] drawn = drawn(weights, n);
              for (int row = 0; row < rows; row++) {
                counts[row][drawn[row]]++;
                pairs[row][drawn[row] * n + drawn[(row + 1) % rows]]++;
              }
            }

            @Override
            public void reject(int index, RejectReason reason, String detail) {
              throw new AssertionError(detail);
            }
          });
    }
    for (int row = 0; row < rows; row++) {
      double[] probabilities = new double[n];
      double[] joint = new double[n * n];
      for (int key = 0; key < n; key++) {
        probabilities[key] = p[row * n + key];
        for (int other = 0; other < n; other++) {
          joint[key * n + other] = probabilities[key] * p[(row + 1) % rows * n + other];
        }
      }
      assertFits(probabilities, counts[row]);
      assertFits(joint, pairs[row]);
    }
  }

  @Test
  void drawsOneKeyThatTheMaskAllowsWithItsContext() throws IOException {
    int n = 40;
    float[] sentence = Sentences.random(4, n * WIDTH);
    for (Mask mask : List.of(new Mask.None(), new Mask.Causal(), new Mask.Window(2))) {
      for (int seed = 0; seed < 20; seed++) {
        Result result = attend(new Alignment.Sample(seed, 1), mask, 1 << 20, sentence);
        int[] drawn = drawn(result.attention(), n);
        for (int row = 0; row < drawn.length; row++) {
          int query = row % n;
          assertThat(drawn[row]).isBetween(mask.from(query), mask.to(query, n) - 1);
        }
      }
    }
  }

  @Test
  void theSameSeedDrawsTheSameKeysInAnyBatchTileOrKernelAndAnotherSeedOthers() throws IOException {
    List<float[]> corpus = new ArrayList<>();
    for (int n : new int[] {1, 7, 20, 33, 60}) {
      corpus.add(Sentences.random(n, n * WIDTH));
    }
    for (int draws : new int[] {1, 10}) {
      Alignment sample = new Alignment.Sample(-5, draws);
      AttentionConfig config = config(sample, new Mask.None(), 1 << 20);
      List<Result> expected = Sentences.attend(WEIGHTS, config, KERNEL, corpus, 1);
      List<float[]> reversed = new ArrayList<>(corpus);
      Collections.reverse(reversed);
      List<Result> together = Sentences.attend(WEIGHTS, config, Kernels.scalar(), reversed);
      Collections.reverse(together);
      List<Result> tiled =
          Sentences.attend(WEIGHTS, config(sample, new Mask.None(), 800), KERNEL, corpus);
      assertThat(tiled.get(4).tiles()).isGreaterThan(1);
      for (int i = 0; i < corpus.size(); i++) {
        float[] attention = expected.get(i).attention();
        assertThat(together.get(i).attention()).isEqualTo(attention);
        assertThat(tiled.get(i).attention()).isEqualTo(attention);
        assertThat(tiled.get(i).context()).isEqualTo(expected.get(i).context());
      }
      AttentionConfig other = config(new Alignment.Sample(6, draws), new Mask.None(), 1 << 20);
      assertThat(Sentences.attend(WEIGHTS, other, KERNEL, corpus).get(4).attention())
          .isNotEqualTo(expected.get(4).attention());
    }
  }

  @Test
  void theMeanOfManyDrawsApproachesSoftAttention() throws IOException {
    int n = 25;
    float[] sentence = Sentences.random(8, n * WIDTH);
    float[] soft = attend(new Alignment.Soft(), new Mask.Causal(), 1 << 20, sentence).attention();
    double before = Double.POSITIVE_INFINITY;
    for (int draws : new int[] {1, 100, 10_000, 1_000_000}) {
      Alignment sample = new Alignment.Sample(1, draws);
      float[] mean = attend(sample, new Mask.Causal(), 1 << 20, sentence).attention();
      double largest = 0;
      for (int i = 0; i < mean.length; i++) {
        largest = Math.max(largest, Math.abs(mean[i] - soft[i]));
      }
      // Five standard deviations of a share of this number of draws, which are largest for 1/2.
      assertThat(largest).isLessThan(before).isLessThan(5 * 0.5 / Math.sqrt(draws));
      before = largest;
    }
  }
}
