package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the effect of a config.json next to a model. */
class ModelConfigTest {
  private static final Safetensors OWN = new Safetensors().withLayer("", "query", "key", "value");
  private static final Safetensors BERT =
      new Safetensors().withLayer("encoder.layer.0.attention.self.", "query", "key", "value");
  private static final Safetensors DISTILBERT =
      new Safetensors().withLayer("transformer.layer.0.attention.", "q_lin", "k_lin", "v_lin");
  private static final Safetensors GPT2 =
      new Safetensors()
          .with("h.0.attn.c_attn.weight", 16, 48)
          .with("h.3.attn.c_attn.weight", 16, 48);

  @TempDir private Path folder;

  private ModelWeights read(Safetensors file, Integer layer, String config) throws IOException {
    Files.write(folder.resolve("model.safetensors"), file.bytes());
    Files.writeString(folder.resolve("config.json"), config);
    return WeightsReader.read(new LocalWeightFiles(folder, null), layer);
  }

  private void refuses(Safetensors file, Integer layer, String config, String... words) {
    assertThatThrownBy(() -> read(file, layer, config))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("weights models/config.json: ")
        .hasMessageContainingAll(words)
        .hasMessageMatching("[ -~]{1,600}");
  }

  @Test
  void fieldsThatContradictOrAreOfAnotherKindAreRefused() {
    refuses(
        BERT,
        0,
        "{\"num_attention_heads\": 4, \"num_attention_heads\": 8}",
        "Duplicate field 'num_attention_heads'");
    refuses(
        GPT2,
        0,
        "{\"num_attention_heads\": 4, \"n_head\": 8}",
        "num_attention_heads is 4 but n_head is 8");
    refuses(BERT, 0, "{\"is_decoder\": \"true\"}", "is_decoder is 'true'", "without quotes");
    refuses(GPT2, 0, "{\"scale_attn_weights\": 1}", "scale_attn_weights is '1'");
  }

  @Test
  void whatIsNoJsonIsToldWithoutTheParsersOwnTalk() {
    assertThatThrownBy(() -> read(BERT, 0, "{\"a\": [1"))
        .hasMessageContaining("cannot be read as JSON")
        .hasMessageNotContainingAny("start marker", "Source", "StreamReadFeature");
  }

  @Test
  void positionsAreReadWhereverTheWeightsComeFrom() throws IOException {
    assertThat(read(OWN, null, "{\"positions\": \"sinusoidal\"}").sinusoidalPositions()).isTrue();
    assertThat(read(BERT, 0, "{\"positions\": \"sinusoidal\"}").sinusoidalPositions()).isTrue();
    for (String config :
        new String[] {"{}", "{\"positions\": null}", "{\"positions\": \"none\"}"}) {
      assertThat(read(OWN, null, config).sinusoidalPositions()).as(config).isFalse();
    }
    Files.delete(folder.resolve("model.safetensors"));
    Corpora.weights(folder);
    for (String positions : new String[] {"none", "sinusoidal"}) {
      Files.writeString(folder.resolve("config.json"), "{\"positions\": \"" + positions + "\"}");
      assertThat(WeightsReader.read(new LocalWeightFiles(folder, null), null).sinusoidalPositions())
          .isEqualTo(positions.equals("sinusoidal"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"learned\"", "\"Sinusoidal\"", "true", "1", "{\"kind\": \"none\"}", "[]"})
  void positionsOfAnotherKindAreRefused(String positions) {
    refuses(
        OWN,
        null,
        "{\"positions\": " + positions + "}",
        "positions is '",
        "must be \"none\" or \"sinusoidal\"");
  }

  @Test
  void headsAreRead() throws IOException {
    ModelWeights bert =
        read(
            BERT,
            0,
            "{\"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"x\": {\"n_head\": 9}}");
    assertThat(bert.heads()).isEqualTo(4);
    assertThat(bert.kvHeads()).isEqualTo(2);
    ModelWeights distilbert = read(DISTILBERT, 0, "{\"n_heads\": 4}");
    assertThat(distilbert.heads()).isEqualTo(4);
    assertThat(distilbert.kvHeads()).isNull();
    assertThat(read(GPT2, 0, "{\"n_head\": 8}").heads()).isEqualTo(8);
    assertThat(read(OWN, null, "{\"num_attention_heads\": 2}").heads()).isEqualTo(2);
    assertThat(read(OWN, null, "{\"num_attention_heads\": null}").heads()).isNull();
    assertThat(read(OWN, null, "{}").heads()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1.0", "1e1", "\"4\"", "true", "[4]", "{}", "99999999999999999999"})
  void headsThatAreNoCountAreRefused(String heads) {
    for (String field :
        new String[] {"num_attention_heads", "num_key_value_heads", "n_heads", "n_head"}) {
      refuses(OWN, null, "{\"" + field + "\": " + heads + "}", field, "a whole number from 1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``        | is not a JSON object",
        "[]        | is not a JSON object",
        "null      | is not a JSON object",
        "{         | JSON",
        "{} x      | after its JSON object",
        "{'a': 1}  | JSON",
      })
  void aConfigThatIsNoJsonObjectIsRefused(String config, String words) {
    refuses(OWN, null, config, words);
    refuses(BERT, 0, config, words);
  }

  @Test
  void itIsNotReadMoreStrictlyThanNeeded() throws IOException {
    String config =
        "{\"a\": NaN, \"b\": [-Infinity], \"position_embedding_type\": null,"
            + " \"model_type\": null, \"is_decoder\": false, \"name\": \"\u00fc\ud83d\ude00\"}\n";
    assertThat(read(BERT, 0, config).causal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bert", "roberta", "xlm-roberta", "camembert", "electra", "distilbert", "gpt2"})
  void theModelsThatAreKnownAreRead(String type) throws IOException {
    String config = "{\"model_type\": \"" + type + "\", \"position_embedding_type\": \"absolute\"}";
    assertThat(read(BERT, 0, config).weights().query().rows()).isEqualTo(8);
  }

  @Test
  void modelsWhoseScoresAreMadeOtherwiseAreRefused() throws IOException {
    for (Safetensors file : new Safetensors[] {BERT, DISTILBERT, GPT2}) {
      refuses(
          file,
          0,
          "{\"model_type\": \"roformer\"}",
          "model_type is roformer",
          "query.weight, key.weight and value.weight");
      for (String positions : new String[] {"relative_key", "relative_key_query", "rotary"}) {
        refuses(
            file,
            0,
            "{\"position_embedding_type\": \"" + positions + "\"}",
            "position_embedding_type is " + positions,
            "absolute");
      }
    }
    refuses(BERT, 0, "{\"model_type\": \"a\\nb" + "c".repeat(1000) + "\"}", "model_type is a?bccc");
    String both = "{\"model_type\": \"roformer\", \"position_embedding_type\": \"rotary\"}";
    assertThat(read(OWN, null, both).weights().query().rows()).isEqualTo(8);
  }

  @Test
  void decodersAreCausal() throws IOException {
    assertThat(read(BERT, 0, "{\"is_decoder\": true}").causal()).isTrue();
    assertThat(read(BERT, 0, "{\"is_decoder\": false}").causal()).isFalse();
    assertThat(read(GPT2, 0, "{\"is_decoder\": false}").causal()).isTrue();
    assertThat(read(OWN, null, "{\"is_decoder\": true}").causal()).isFalse();
  }

  /** Returns the scale of a layer with 16 columns. */
  private double gpt2Scale(int layer, int heads, String config) throws IOException {
    return read(GPT2, layer, config).scale().of(16, heads);
  }

  @Test
  void gpt2MayScaleOtherwise() throws IOException {
    assertThat(read(GPT2, 3, "{\"n_head\": 4, \"scale_attn_weights\": true}").scale()).isNull();
    assertThat(gpt2Scale(3, 4, "{\"n_head\": 4, \"scale_attn_weights\": false}")).isOne();
    String byLayer = "\"scale_attn_by_inverse_layer_idx\": true";
    assertThat(gpt2Scale(3, 4, "{\"n_head\": 4, " + byLayer + "}")).isEqualTo(0.5 / 4);
    assertThat(gpt2Scale(0, 4, "{\"n_head\": 4, " + byLayer + "}")).isEqualTo(0.5);
    assertThat(gpt2Scale(3, 4, "{\"scale_attn_weights\": false, " + byLayer + "}")).isEqualTo(0.25);
    refuses(GPT2, 3, "{" + byLayer + "}", "n_head");
    assertThat(read(BERT, 0, "{\"n_head\": 4, " + byLayer + "}").scale()).isNull();
  }

  @Test
  void theScaleFollowsTheHeadsInForce() throws IOException {
    String byLayer = "\"scale_attn_by_inverse_layer_idx\": true";
    assertThat(gpt2Scale(3, 1, "{\"n_head\": 4, " + byLayer + "}")).isEqualTo(0.25 / 4);
    assertThat(gpt2Scale(3, 1, "{\"n_head\": 4, \"scale_attn_weights\": false}")).isOne();
  }
}
