package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How tensors are found by their names, and what becomes of them. */
class SafetensorsWeightsTest {
  private static final String[] BERT = {"query", "key", "value"};

  @TempDir private Path folder;

  private ModelWeights read(Safetensors file, Integer layer) throws IOException {
    Files.write(folder.resolve("m.safetensors"), file.bytes());
    return WeightsReader.read(new LocalWeightFiles(folder, "m.safetensors"), layer);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Safetensors file, Integer layer) {
    return assertThatThrownBy(() -> read(file, layer))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("weights models/m.safetensors")
        .hasMessageMatching("[ -~]{1,1500}");
  }

  private static float[] numbers(int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  private static void assertMatrix(Matrix matrix, int rows, int columns, float... values) {
    assertThat(matrix.rows()).isEqualTo(rows);
    assertThat(matrix.columns()).isEqualTo(columns);
    assertThat(matrix.values()).containsExactly(values);
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

  @Test
  void whatComesAfterTheContextVectorsDoesNoHarmInALayersOwnFile() throws IOException {
    Safetensors layer = new Safetensors().withLayer("", "query", "key", "value");
    float[] query = read(layer, null).weights().query().values();
    ModelWeights read =
        read(
            layer
                .with("output.weight", 8, 8)
                .with("classifier.weight", 3, 8)
                .with("classifier.bias", 3),
            null);
    assertThat(read.weights().query().values()).isEqualTo(query);
    assertThat(read.ofModel()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "encoder.layer.1.attention.self., query, key, value",
    "bert.encoder.layer.1.attention.self., query, key, value",
    "roberta.encoder.layer.1.attention.self., query, key, value",
    "electra.encoder.layer.1.attention.self., query, key, value",
    "transformer.layer.1.attention., q_lin, k_lin, v_lin",
    "distilbert.transformer.layer.1.attention., q_lin, k_lin, v_lin",
  })
  void findsALayerByTheNamesOfItsModel(String start, String q, String k, String v)
      throws IOException {
    ModelWeights read =
        read(
            new Safetensors()
                .withLayer(start.replace('1', '0'), q, k, v)
                .withLayer(start.replace("1", "11"), q, k, v)
                .with(start + q + ".weight", new float[] {1, 2, 3, 4}, 2, 2)
                .with(start + k + ".weight", new float[] {5, 6, 7, 8}, 2, 2)
                .with(start + v + ".weight", new float[] {1, 0, 0, 1}, 2, 2)
                .with(start + k + ".bias", new float[] {3, 4}, 2),
            1);
    assertMatrix(read.weights().query(), 2, 2, 1, 3, 2, 4);
    assertMatrix(read.weights().key(), 2, 2, 5, 7, 6, 8);
    assertMatrix(read.weights().value(), 2, 2, 1, 0, 0, 1);
    assertThat(read.weights().queryBias()).isNull();
    assertThat(read.weights().keyBias()).containsExactly(3, 4);
    assertThat(read.weights().source()).isEqualTo("models/m.safetensors, layer 1");
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
  void aLayerMustBeSaidAndMustBeThere() {
    Safetensors file = new Safetensors();
    for (int layer = 0; layer < 12; layer++) {
      file.withLayer("encoder.layer." + layer + ".attention.self.", BERT);
    }
    assertRefused(file, null).hasMessageContainingAll("layers 0 to 11;", "say with layer");
    for (int layer : new int[] {12, -1, Integer.MAX_VALUE}) {
      assertRefused(file, layer)
          .hasMessage("layer " + layer + ": weights models/m.safetensors holds layers 0 to 11");
    }
    Safetensors some = new Safetensors();
    for (int layer : new int[] {10, 0, 1, 2, 5}) {
      some.withLayer("encoder.layer." + layer + ".attention.self.", BERT);
    }
    assertRefused(some, 3).hasMessageContaining("layers 0 to 2, 5, 10");
    assertRefused(new Safetensors().withLayer("encoder.layer.7.attention.self.", BERT), 0)
        .hasMessageEndingWith("holds layer 7");
    assertRefused(new Safetensors().withLayer("", BERT), 0)
        .hasMessageStartingWith("layer 0: ")
        .hasMessageContaining("leave layer out");
  }

  @Test
  void aMissingWeightIsNamed() {
    assertRefused(new Safetensors().withLayer("", "query", "key"), null)
        .hasMessageContaining("no tensor 'value.weight'");
    assertRefused(
            new Safetensors()
                .withLayer("bert.encoder.layer.0.attention.self.", BERT)
                .withLayer("bert.encoder.layer.1.attention.self.", "key", "value"),
            1)
        .hasMessageContaining("no tensor 'bert.encoder.layer.1.attention.self.query.weight'");
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
  void twoModelsInOneFileAreNotGuessedAt() {
    assertRefused(
            new Safetensors()
                .withLayer("encoder.layer.0.attention.self.", BERT)
                .withLayer("bert.encoder.layer.0.attention.self.", BERT),
            0)
        .hasMessageContainingAll(
            "2 models",
            " encoder.layer.{i}.attention.self.{query,key,value}.weight",
            " bert.encoder.layer.{i}.attention.self.{query,key,value}.weight");
    assertRefused(new Safetensors().withLayer("", BERT).with("h.0.attn.c_attn.weight", 2, 6), null)
        .hasMessageContainingAll("2 models", "h.{i}.attn.c_attn.weight");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.layers.0.self_attn.q_proj.weight",
        "layers.31.self_attn.q_proj.weight",
        "model.layers.0.self_attn.qkv_proj.weight",
        "gpt_neox.layers.0.attention.query_key_value.weight",
        "transformer.h.0.attn.q_proj.weight",
      })
  void modelsThatRotateAreNotOffered(String name) {
    assertRefused(new Safetensors().with("embed.weight", 2, 2).with(name, 8, 8), 0)
        .hasMessageContainingAll(name, "rotary positions", "not computed");
  }

  @Test
  void aKeyThatIsNotKnownIsAnsweredWithWhatTheFileHolds() {
    Safetensors file = new Safetensors().with("model.encoder.layers.0.self_attn.q_proj.weight", 2);
    for (int i = 1; i < 14; i++) {
      file.with("t" + i, 2);
    }
    assertRefused(file, 0)
        .hasMessageContainingAll(
            "looked for {query,key,value}.weight",
            "c_attn",
            "q_lin",
            "it holds model.encoder.layers.0.self_attn.q_proj.weight, t1, t2",
            "t9 and 4 more")
        .hasMessageNotContaining("t10");
    assertRefused(new Safetensors(), 0).hasMessageContaining("it holds no tensors");
  }

  static Stream<String> others() {
    return Stream.of(
        "encoder.layer.00.attention.self.query.weight",
        "encoder.layer.-1.attention.self.query.weight",
        "encoder.layer.99999999999.attention.self.query.weight",
        "encoder.layer.0.crossattention.self.query.weight",
        "xencoder.layer.0.attention.self.query.weight",
        "vit.encoder.layer.0.attention.self.query.weight",
        "encoderXlayer.0.attention.self.query.weight",
        "h.0.attn.c_attn.weight2",
        "h.0.crossattention.c_attn.weight",
        "xquery.weight",
        "query.weight\\n");
  }

  @ParameterizedTest
  @MethodSource("others")
  void namesThatOnlyResembleThemAreOthers(String name) {
    assertRefused(new Safetensors().with(name, 8, 8), null)
        .hasMessageContaining("holds no attention weights");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "distance_embedding.weight",
        "rotary_embeddings.inv_freq",
        "query_global.weight",
        "query.lora_A.weight"
      })
  void layersThatDoMoreThanPlainAttentionShowInTheNames(String name) {
    assertRefused(
            new Safetensors()
                .withLayer("encoder.layer.0.attention.self.", BERT)
                .with("encoder.layer.0.attention.self." + name, 15, 4),
            0)
        .hasMessageContainingAll(name, "does more than softmax");
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
