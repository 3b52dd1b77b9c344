package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.math.Activation;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the folder of a whole model is read completely or refused with a one-line message.
 */
class EncoderReaderTest {
  private static final String CONFIG =
      "{\"model_type\": \"bert\", \"num_hidden_layers\": 1, \"num_attention_heads\": 2%s}";
  private static final String LAYER = "encoder.layer.0.";

  @TempDir private Path folder;

  /** Returns the tensors of a one-layer BERT. */
  private static Map<String, long[]> tensors() {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put("embeddings.word_embeddings.weight", new long[] {9, 4});
    tensors.put("embeddings.position_embeddings.weight", new long[] {7, 4});
    tensors.put("embeddings.token_type_embeddings.weight", new long[] {2, 4});
    norm(tensors, "embeddings.LayerNorm");
    for (String module : List.of("query", "key", "value")) {
      linear(tensors, LAYER + "attention.self." + module, 4, 4);
    }
    linear(tensors, LAYER + "attention.output.dense", 4, 4);
    norm(tensors, LAYER + "attention.output.LayerNorm");
    linear(tensors, LAYER + "intermediate.dense", 6, 4);
    linear(tensors, LAYER + "output.dense", 4, 6);
    norm(tensors, LAYER + "output.LayerNorm");
    return tensors;
  }

  private static void linear(Map<String, long[]> tensors, String module, int out, int in) {
    tensors.put(module + ".weight", new long[] {out, in});
    tensors.put(module + ".bias", new long[] {out});
  }

  private static void norm(Map<String, long[]> tensors, String module) {
    tensors.put(module + ".weight", new long[] {4});
    tensors.put(module + ".bias", new long[] {4});
  }

  private List<EncoderLayer> read(Map<String, long[]> tensors, String config) throws IOException {
    Safetensors file = new Safetensors();
    for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
      file = file.with(tensor.getKey(), tensor.getValue());
    }
    Files.write(folder.resolve("model.safetensors"), file.bytes());
    Files.writeString(folder.resolve("config.json"), config);
    return EncoderReader.read(new LocalWeightFiles(folder, null)).layers();
  }

  private void refuses(Map<String, long[]> tensors, String config, String... words) {
    assertThatThrownBy(() -> read(tensors, config))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll(words)
        .hasMessageMatching("[ -~]{1,600}");
  }

  private static String config(String more) {
    return CONFIG.formatted(more);
  }

  @Test
  void readsALayerWithMatricesTurnedFromPyTorchsWay() throws IOException {
    EncoderLayer layer = read(tensors(), config("")).get(0);
    assertThat(layer.block().up().weight().rows()).isEqualTo(4);
    assertThat(layer.block().up().outputWidth()).isEqualTo(6);
    assertThat(layer.block().activation()).isEqualTo(Activation.GELU);
  }

  @Test
  void passesOverWhatIsBesideTheLayers() throws IOException {
    Map<String, long[]> tensors = tensors();
    linear(tensors, "pooler.dense", 4, 4);
    tensors.put("cls.predictions.bias", new long[] {9});
    tensors.put("embeddings.position_ids", new long[] {1, 16});
    assertThat(read(tensors, config(""))).hasSize(1);
  }

  static List<String> ofTheLayer() {
    return tensors().keySet().stream().filter(name -> name.startsWith(LAYER)).toList();
  }

  @ParameterizedTest
  @MethodSource("ofTheLayer")
  void namesATensorThatIsMissing(String name) {
    Map<String, long[]> tensors = tensors();
    tensors.remove(name);
    refuses(tensors, config(""), "has no tensor '" + name + "'");
  }

  @ParameterizedTest
  @MethodSource("ofTheLayer")
  void namesATensorOfAnotherShape(String name) {
    Map<String, long[]> tensors = tensors();
    long[] shape = tensors.get(name).clone();
    shape[shape.length - 1] += 1;
    tensors.put(name, shape);
    refuses(tensors, config(""), "encoder.layer.0.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encoder.layer.0.crossattention.self.query.weight",
        "encoder.layer.0.attention.self.distance_embedding.weight",
        "encoder.layer.0.output.adapters.a.weight",
        "encoder.layer.1.output.dense.weight",
        "embeddings.rank_embeddings.weight",
        "embeddings.LayerNorm.gamma",
        "embeddings_project.weight",
        "pooler.more.weight",
        "lm_head.weight"
      })
  void namesATensorThatIsNotKnown(String name) {
    Map<String, long[]> tensors = tensors();
    tensors.put(name, new long[] {4, 4});
    refuses(tensors, config(""), name, "would be left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", \"hidden_act\": \"silu\" | hidden_act is silu; those that are computed are gelu",
        ", \"position_embedding_type\": \"relative_key\" | position_embedding_type is relative_key"
      })
  void refusesWhatIsNotComputed(String more, String message) {
    refuses(tensors(), config(more), message);
  }

  @Test
  void aDecoderIsCausalUnlessItsConfigSaysOtherwise() throws IOException {
    read(tensors(), config(", \"is_decoder\": true"));
    assertThat(EncoderReader.read(new LocalWeightFiles(folder, null)).causal()).isTrue();
    read(tensors(), config(", \"is_decoder\": true, \"is_causal\": false"));
    assertThat(EncoderReader.read(new LocalWeightFiles(folder, null)).causal()).isFalse();
  }

  @Test
  void refusesFamiliesThatAreNotOffered() {
    for (String family : List.of("modernbert", "qwen2", "t5")) {
      String config = config("").replace("\"bert\"", "\"" + family + "\"");
      refuses(tensors(), config, "model_type is " + family, "the models that are");
    }
    refuses(tensors(), config("").replace("\"bert\"", "\"llama\""), "model_type is llama");
    refuses(tensors(), "{\"model_type\": \"bert\"}", "has no num_hidden_layers");
    refuses(
        tensors(),
        "{\"model_type\": \"bert\", \"num_hidden_layers\": 1}",
        "has no num_attention_heads");
  }

  /** The model is like one that {@code prune_heads} wrote. */
  @Test
  void refusesALayerWithFewerHeadsThanTheFirst() {
    Map<String, long[]> tensors = tensors();
    for (Map.Entry<String, long[]> tensor : tensors().entrySet()) {
      String name = tensor.getKey().replace("layer.0.", "layer.1.");
      long[] shape = tensor.getValue().clone();
      if (name.contains("attention.self.")) {
        shape[0] = 2;
      } else if (name.endsWith("attention.output.dense.weight")) {
        shape[1] = 2;
      }
      tensors.put(name, name.startsWith("embeddings.") ? tensor.getValue() : shape);
    }
    String two = config("").replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2");
    refuses(tensors, two, "encoder.layer.1.attention.self.query.weight", "[4, 4]");
  }
}
