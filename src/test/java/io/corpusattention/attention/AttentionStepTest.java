package io.corpusattention.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Sentences.Result;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Verifies that results do not depend on batches, tiles or the kernel, and that sentences whose
 * numbers overflow are rejected.
 */
class AttentionStepTest {
  private static final Kernel KERNEL = Kernels.get();
  private static final int WIDTH = 24;
  private static final ProjectionWeights WEIGHTS = Sentences.weights(5, WIDTH, 4, 2, 6, 10);

  private static AttentionConfig config(
      Mask mask,
      Alignment alignment,
      AttentionOutput attention,
      ContextOutput context,
      long bytes) {
    return new AttentionConfig(4, 2, mask, null, 1, alignment, attention, context, bytes);
  }

  private static List<float[]> corpus() {
    List<float[]> sentences = new ArrayList<>();
    for (int n : new int[] {1, 2, 12, 13, 16, 31, 32, 33, 100, 7}) {
      sentences.add(Sentences.random(n, n * WIDTH));
    }
    return sentences;
  }

  private static void assertSameBits(Result actual, Result expected) {
    assertThat(actual.attention()).isEqualTo(expected.attention());
    assertThat(actual.context()).isEqualTo(expected.context());
    assertThat(actual.keys()).isEqualTo(expected.keys());
    assertThat(actual.weights()).isEqualTo(expected.weights());
    assertThat(actual.keptMass()).isEqualTo(expected.keptMass());
  }

  private static final List<Mask> MASKS =
      List.of(new Mask.None(), new Mask.Causal(), new Mask.Window(5));
  private static final List<AttentionOutput> OUTPUTS =
      List.of(new AttentionOutput.Full(), new AttentionOutput.TopK(3));

  @Test
  void aSentenceHasTheSameBitsAloneInAnyBatchAndInAnyOrder() throws IOException {
    List<float[]> corpus = corpus();
    for (Mask mask : MASKS) {
      for (AttentionOutput output : OUTPUTS) {
        for (Alignment alignment :
            List.of(new Alignment.Soft(), new Alignment.Hard(), new Alignment.Sample(7, 1))) {
          AttentionConfig config = config(mask, alignment, output, ContextOutput.TOKENS, 1 << 20);
          List<Result> alone = Sentences.attend(WEIGHTS, config, KERNEL, corpus, 1);
          List<Result> together = Sentences.attend(WEIGHTS, config, KERNEL, corpus);
          List<float[]> reversed = new ArrayList<>(corpus);
          Collections.reverse(reversed);
          List<Result> backwards = Sentences.attend(WEIGHTS, config, KERNEL, reversed, 3);
          for (int i = 0; i < corpus.size(); i++) {
            assertSameBits(together.get(i), alone.get(i));
            assertSameBits(backwards.get(corpus.size() - 1 - i), alone.get(i));
            assertThat(together.get(i).received()).isEqualTo(alone.get(i).received());
          }
        }
      }
    }
  }

  @Test
  void aSentenceHasTheSameBitsWhateverTheSizeOfItsTiles() throws IOException {
    List<float[]> corpus = corpus();
    for (Mask mask : MASKS) {
      for (AttentionOutput output : OUTPUTS) {
        List<Result> whole =
            Sentences.attend(
                WEIGHTS,
                config(mask, new Alignment.Soft(), output, ContextOutput.TOKENS, 1 << 20),
                KERNEL,
                corpus);
        for (long bytes : new long[] {1, 1000, 5000, 20_000}) {
          List<Result> tiled =
              Sentences.attend(
                  WEIGHTS,
                  config(mask, new Alignment.Soft(), output, ContextOutput.TOKENS, bytes),
                  KERNEL,
                  corpus);
          for (int i = 0; i < corpus.size(); i++) {
            assertSameBits(tiled.get(i), whole.get(i));
          }
          assertThat(tiled.get(8).tiles()).isGreaterThan(1);
        }
      }
    }
  }

  @Test
  void bothKernelsGiveTheSameBits() throws IOException {
    for (Mask mask : MASKS) {
      for (ContextOutput context : ContextOutput.values()) {
        AttentionConfig config =
            config(mask, new Alignment.Soft(), new AttentionOutput.Full(), context, 9000);
        List<Result> simd = Sentences.attend(WEIGHTS, config, KERNEL, corpus());
        List<Result> scalar = Sentences.attend(WEIGHTS, config, Kernels.scalar(), corpus());
        for (int i = 0; i < simd.size(); i++) {
          assertSameBits(simd.get(i), scalar.get(i));
          assertThat(simd.get(i).received()).isEqualTo(scalar.get(i).received());
        }
      }
    }
  }

  @Test
  void tilesStayBelowTheirLimitAndWhatTokensReceiveAddsUpToOne() throws IOException {
    float[] sentence = Sentences.random(1, 200 * WIDTH);
    AttentionConfig config =
        config(
            new Mask.None(),
            new Alignment.Soft(),
            new AttentionOutput.Full(),
            ContextOutput.TOKENS,
            50_000);
    Result result = Sentences.attend(WEIGHTS, config, KERNEL, List.of(sentence)).get(0);
    // A query has 4 · 200 weights and 4 · 10 context values. A row has 200 more: what is received.
    int queries = (50_000 - 4 * 200) / (4 * (4 * 200 + 4 * 10));
    assertThat(result.tiles()).isEqualTo((200 + queries - 1) / queries);
    double sum = 0;
    for (float received : result.received()) {
      sum += received;
    }
    assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
  }

  @Test
  void aSentenceWhoseScoresOrContextsOverflowIsRejectedWholeAndItsNeighboursAreNot()
      throws IOException {
    List<float[]> corpus = corpus();
    for (long bytes : new long[] {1 << 20, 2000}) {
      for (float large : new float[] {1e20f, 1e30f, 3e38f}) {
        List<float[]> hurt = new ArrayList<>(corpus);
        float[] bad = corpus.get(8).clone();
        bad[bad.length - 1] = large; // in the last token, so that only the last tile overflows
        hurt.set(8, bad);
        AttentionConfig config =
            config(
                new Mask.Causal(),
                new Alignment.Soft(),
                new AttentionOutput.Full(),
                ContextOutput.TOKENS,
                bytes);
        List<Result> results = Sentences.attend(WEIGHTS, config, KERNEL, hurt);
        List<Result> well = Sentences.attend(WEIGHTS, config, KERNEL, corpus);
        assertThat(results.get(8).rejected()).startsWith("OVERFLOW").contains("overflow");
        for (int i = 0; i < corpus.size(); i++) {
          if (i != 8) {
            assertSameBits(results.get(i), well.get(i));
          }
        }
      }
    }
  }

  @Test
  void anOverflowAloneInTheValuesIsNoticedWhereContextsAreKept() throws IOException {
    ProjectionWeights weights =
        new ProjectionWeights(
            "test",
            new Matrix(1, 1, new float[] {0f}),
            new Matrix(1, 1, new float[] {0f}),
            new Matrix(1, 1, new float[] {10f}),
            null,
            null,
            null);
    for (ContextOutput context : ContextOutput.values()) {
      AttentionConfig config =
          new AttentionConfig(
              1,
              1,
              new Mask.None(),
              null,
              1,
              new Alignment.Soft(),
              new AttentionOutput.Full(),
              context,
              1 << 20);
      Result result =
          Sentences.attend(weights, config, KERNEL, List.of(new float[] {1f, 3e38f})).get(0);
      if (context == ContextOutput.NONE) {
        assertThat(result.attention()).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
      } else {
        assertThat(result.rejected()).contains("context");
      }
    }
  }

  @Test
  void hardAttentionTakesTheLowerOfEqualKeys() throws IOException {
    float[] same = new float[3 * WIDTH];
    Arrays.fill(same, 1f);
    AttentionConfig config =
        config(
            new Mask.None(),
            new Alignment.Hard(),
            new AttentionOutput.TopK(2),
            ContextOutput.NONE,
            1 << 20);
    Result result = Sentences.attend(WEIGHTS, config, KERNEL, List.of(same)).get(0);
    assertThat(result.keys()).startsWith(0, 1, 0, 1, 0, 1);
    assertThat(result.weights()).startsWith(1f, 0f, 1f, 0f);
    assertThat(result.keptMass()).containsOnly(1f);
  }
}
