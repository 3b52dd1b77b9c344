package io.corpusattention.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.Sentences.Result;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests attention with queries from outside the sentence. */
class GeneralAttentionTest {
  private static final Kernel KERNEL = Kernels.get();
  private static final int WIDTH = 24;
  private static final ProjectionWeights WEIGHTS = Sentences.weights(5, WIDTH, 4, 2, 6, 10);
  private static final Queries OWN = new Queries.PerSentence();

  private static AttentionConfig config(AttentionOutput attention, long bytes) {
    return new AttentionConfig(
        4,
        2,
        new Mask.None(),
        null,
        1,
        new Alignment.Soft(),
        attention,
        ContextOutput.TOKENS,
        bytes);
  }

  private static final AttentionConfig FULL = config(new AttentionOutput.Full(), 1 << 20);

  private static List<float[]> sentences(int... lengths) {
    List<float[]> sentences = new ArrayList<>();
    for (int n : lengths) {
      sentences.add(Sentences.random(n, n * WIDTH));
    }
    return sentences;
  }

  private static void assertSameBits(List<Result> actual, List<Result> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).attention()).isEqualTo(expected.get(i).attention());
      assertThat(actual.get(i).keys()).isEqualTo(expected.get(i).keys());
      assertThat(actual.get(i).context()).isEqualTo(expected.get(i).context());
    }
  }

  @Test
  void aSentenceThatAsksItselfHasTheBitsOfSelfAttention() throws IOException {
    List<float[]> corpus = sentences(1, 2, 13, 31, 40, 100);
    assertSameBits(
        Sentences.attend(WEIGHTS, FULL, OWN, KERNEL, corpus, corpus, 4),
        Sentences.attend(WEIGHTS, FULL, KERNEL, corpus));
  }

  @Test
  void bitsDoNotDependOnTheBatchTheTilesOrTheKernel() throws IOException {
    List<float[]> corpus = sentences(1, 2, 13, 31, 40, 100);
    List<float[]> own = sentences(50, 3, 1, 31, 100, 12);
    Queries fixed =
        new Queries.Fixed("queries.npy", new Matrix(17, WIDTH, Sentences.random(3, 17 * WIDTH)));
    for (AttentionOutput output :
        List.of(new AttentionOutput.Full(), new AttentionOutput.TopK(3))) {
      AttentionConfig whole = config(output, 1 << 20);
      for (Queries queries : List.of(OWN, fixed)) {
        List<float[]> brought = queries == OWN ? own : null;
        List<Result> expected =
            Sentences.attend(WEIGHTS, whole, queries, KERNEL, corpus, brought, 1);
        assertSameBits(
            Sentences.attend(WEIGHTS, whole, queries, KERNEL, corpus, brought, 4), expected);
        assertSameBits(
            Sentences.attend(WEIGHTS, whole, queries, Kernels.scalar(), corpus, brought, 6),
            expected);
        List<Result> tiled =
            Sentences.attend(WEIGHTS, config(output, 900), queries, KERNEL, corpus, brought, 3);
        assertSameBits(tiled, expected);
        assertThat(tiled.get(0).tiles()).isGreaterThan(1);
      }
    }
  }

  @Test
  void whatTokensReceiveSumsToOneWhateverTheNumberOfQueries() throws IOException {
    List<float[]> own = sentences(50, 3, 1);
    for (Result result :
        Sentences.attend(WEIGHTS, FULL, OWN, KERNEL, sentences(7, 20, 33), own, 3)) {
      double sum = 0;
      for (float received : result.received()) {
        sum += received;
      }
      assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
    }
  }

  @Test
  void aMaskIsRefusedAndWidthsMustFit() {
    AttentionConfig causal =
        new AttentionConfig(
            4,
            2,
            new Mask.Causal(),
            null,
            1,
            new Alignment.Soft(),
            new AttentionOutput.Full(),
            ContextOutput.NONE,
            1 << 20);
    assertThatThrownBy(() -> AttentionShape.of(WEIGHTS, causal, OWN))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("mask causal", "self-attention");
    Queries wide = new Queries.Fixed("queries.npy", new Matrix(2, 5, new float[10]));
    assertThatThrownBy(() -> AttentionShape.of(WEIGHTS, FULL, wide))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("query queries.npy", "[2, 5]", "W_q [24, 24]");
  }

  @Test
  void queriesWhoseScoresOverflowAreRejectedAndLeaveTheOthersAlone() throws IOException {
    List<float[]> corpus = sentences(7, 20, 33);
    List<float[]> own = sentences(5, 6, 7);
    List<Result> expected = Sentences.attend(WEIGHTS, FULL, OWN, KERNEL, corpus, own, 1);
    float[] large = own.get(1).clone();
    large[2 * WIDTH] = 3e38f;
    for (long bytes : new long[] {900, 1 << 20}) {
      List<Result> results =
          Sentences.attend(
              WEIGHTS,
              config(new AttentionOutput.Full(), bytes),
              OWN,
              KERNEL,
              corpus,
              List.of(own.get(0), large, own.get(2)),
              3);
      assertThat(results.get(1).rejected()).contains("query 2", "overflow");
      assertSameBits(List.of(results.get(0)), List.of(expected.get(0)));
      assertSameBits(List.of(results.get(2)), List.of(expected.get(2)));
    }
  }
}
