package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how tensors are found by name, and which names are refused. */
class TensorNamesTest extends SafetensorsModel {
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
}
