package io.corpusattention.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttentionShapeTest {
  private static ProjectionWeights weights(int[] q, int[] k, int[] v) {
    return new ProjectionWeights("folder", matrix(q), matrix(k), matrix(v), null, null, null);
  }

  private static Matrix matrix(int[] shape) {
    return new Matrix(shape[0], shape[1], new float[shape[0] * shape[1]]);
  }

  private static AttentionConfig heads(int heads, int kvHeads) {
    return new AttentionConfig(
        heads,
        kvHeads,
        new Mask.None(),
        null,
        1,
        new Alignment.Soft(),
        new AttentionOutput.Full(),
        ContextOutput.TOKENS,
        1 << 20);
  }

  private static int[] shape(int... shape) {
    return shape;
  }

  @Test
  void widthsFollowFromMatricesAndHeads() {
    assertThat(
            AttentionShape.of(
                weights(shape(10, 12), shape(10, 6), shape(10, 14)),
                heads(4, 2),
                new Queries.Self()))
        .isEqualTo(new AttentionShape(10, 10, 4, 2, 3, 7));
  }

  @Test
  void headsThatDoNotDivideAreRefusedWithTheMatrixAndItsShape() {
    assertThatThrownBy(
            () ->
                AttentionShape.of(
                    weights(shape(8, 8), shape(8, 8), shape(8, 8)),
                    heads(3, 3),
                    new Queries.Self()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("heads 3", "8 columns", "W_q [8, 8]", "folder");
    assertThatThrownBy(() -> heads(4, 3))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("kv-heads 3", "divisor of heads 4");
    assertThatThrownBy(() -> heads(0, 1)).hasMessageContaining("heads 0");
  }

  @Test
  void matricesThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                AttentionShape.of(
                    weights(shape(8, 8), shape(6, 8), shape(8, 8)),
                    heads(2, 2),
                    new Queries.Self()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("W_k [6, 8]", "W_q [8, 8]", "first dimension");
    assertThatThrownBy(
            () ->
                AttentionShape.of(
                    weights(shape(8, 8), shape(8, 4), shape(8, 8)),
                    heads(2, 2),
                    new Queries.Self()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("width 4", "width 2", "must be equal");
    assertThatThrownBy(
            () ->
                new ProjectionWeights(
                    "folder",
                    matrix(shape(2, 2)),
                    matrix(shape(2, 2)),
                    matrix(shape(2, 2)),
                    null,
                    new float[3],
                    null))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("b_k has 3 values", "W_k [2, 2]");
  }
}
