package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how tensors are used, and which shapes and numbers are refused. */
class SafetensorsWeightsTest extends SafetensorsModel {
  private static float[] numbers(int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  @Test
  void weightsOfOutByInAreTurnedAround() throws IOException {
    ModelWeights read =
        read(
            new Safetensors()
                .with("query.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .with("key.weight", numbers(10, 6), 2, 3)
                .with("value.weight", numbers(20, 3), 1, 3)
                .with("query.bias", new float[] {7, 8}, 2)
                .with("value.bias", new float[] {9}, 1)
                .with("something.else", 5),
            null);
    assertMatrix(read.weights().query(), 3, 2, 1, 4, 2, 5, 3, 6);
    assertMatrix(read.weights().key(), 3, 2, 10, 13, 11, 14, 12, 15);
    assertMatrix(read.weights().value(), 3, 1, 20, 21, 22);
    assertThat(read.weights().queryBias()).containsExactly(7, 8);
    assertThat(read.weights().keyBias()).isNull();
    assertThat(read.weights().valueBias()).containsExactly(9);
    assertThat(read.weights().source()).isEqualTo("models/m.safetensors");
    assertThat(read.heads()).isNull();
    assertThat(read.kvHeads()).isNull();
    assertThat(read.scale()).isNull();
    assertThat(read.causal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "transformer."})
  void cutsTheColumnsOfGpt2(String prefix) throws IOException {
    ModelWeights read =
        read(
            new Safetensors()
                .with(prefix + "h.0.attn.c_attn.weight", numbers(0, 12), 2, 6)
                .with(prefix + "h.0.attn.c_attn.bias", numbers(50, 6), 6)
                .with(prefix + "h.0.attn.bias", "BOOL", new byte[4], 1, 1, 2, 2)
                .with(prefix + "h.0.attn.masked_bias", new float[] {-1e4f}),
            0);
    assertMatrix(read.weights().query(), 2, 2, 0, 1, 6, 7);
    assertMatrix(read.weights().key(), 2, 2, 2, 3, 8, 9);
    assertMatrix(read.weights().value(), 2, 2, 4, 5, 10, 11);
    assertThat(read.weights().queryBias()).containsExactly(50, 51);
    assertThat(read.weights().keyBias()).containsExactly(52, 53);
    assertThat(read.weights().valueBias()).containsExactly(54, 55);
    assertThat(read.causal()).isTrue();
    assertThat(read.scale()).isNull();
  }

  @Test
  void anotherWidthThanThreeTimesTheOtherIsNotGpt2() {
    assertRefused(new Safetensors().with("h.0.attn.c_attn.weight", 4, 8), 0)
        .hasMessageContainingAll("'h.0.attn.c_attn.weight'", "[4, 8]", "3");
    assertRefused(
            new Safetensors().with("h.0.attn.c_attn.weight", 2, 6).with("h.0.attn.c_attn.bias", 2),
            0)
        .hasMessageContainingAll("'h.0.attn.c_attn.bias'", "[2]", "6 columns");
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Safetensors file = new Safetensors().withLayer("", "query", "key");
    assertRefused(file.with("value.weight", 8, 8, 1), null)
        .hasMessageContainingAll("tensor 'value.weight' has the shape [8, 8, 1]", "2");
    assertRefused(file.with("value.weight", 8), null).hasMessageContaining("the shape [8];");
    assertRefused(file.with("value.weight", 0, 8), null).hasMessageContaining("it is empty");
    assertRefused(file.with("value.weight", 8, 8).with("key.bias", 8, 1), null)
        .hasMessageContainingAll("'key.bias' has the shape [8, 1]", "1 dimension, [out]");
    assertRefused(file.with("key.bias", 7), null)
        .hasMessageContainingAll("'key.bias' has the shape [7]", "8 columns");
  }

  @Test
  void aWeightThatIsDamagedIsNamedAndTheOthersAreNotLookedAt() throws IOException {
    float[] bad = numbers(0, 64);
    bad[63] = Float.NaN;
    Safetensors file =
        new Safetensors()
            .withLayer("encoder.layer.0.attention.self.", BERT)
            .withLayer("encoder.layer.1.attention.self.", BERT)
            .with("encoder.layer.1.attention.self.key.weight", bad, 8, 8)
            .with("embeddings", "F64", new byte[16], 2);
    assertThat(read(file, 0).weights().query().columns()).isEqualTo(8);
    assertRefused(file, 1)
        .hasMessageContaining(
            "tensor 'encoder.layer.1.attention.self.key.weight' holds NaN at index 63");
    byte[] doubles = new byte[512];
    Arrays.fill(doubles, (byte) 1);
    assertRefused(file.with("encoder.layer.0.attention.self.query.weight", "F64", doubles, 8, 8), 0)
        .hasMessageContainingAll("F64", "tensor.to(torch.float32)");
  }
}
