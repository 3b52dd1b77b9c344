package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.EmbeddingLayerReader;
import io.corpusattention.weights.files.LocalWeightFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that tokens and embeddings match those of the model in transformers. */
class ModelEmbedderTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @MethodSource("io.corpusattention.text.GoldenEmbedder#all")
  void tokensIdsAndWordsAreTheModels(String model) throws IOException {
    GoldenEmbedder golden = GoldenEmbedder.read(model);
    Tokenizer tokenizer = golden.tokenizer().newTokenizer(true, Integer.MAX_VALUE);
    for (GoldenEmbedder.Sentence sentence : golden.sentences()) {
      Tokens tokens = tokenizer.tokenize(sentence.text());
      assertThat(tokens.tokens()).containsExactlyElementsOf(sentence.tokens());
      assertThat(Arrays.stream(tokens.ids()).boxed()).isEqualTo(sentence.ids());
      assertThat(Arrays.stream(tokens.wordIds()).boxed()).isEqualTo(sentence.wordIds());
      assertThat(tokens.truncated()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("io.corpusattention.text.GoldenEmbedder#all")
  void embeddingsAreWhatEntersTheModelsFirstLayer(String model) throws IOException {
    GoldenEmbedder golden = GoldenEmbedder.read(model);
    ModelEmbedder embedder = new ModelEmbedder(golden.layer());
    Tokenizer tokenizer = golden.tokenizer().newTokenizer(true, golden.layer().maxTokens());
    assertThat(golden.sentences()).hasSize(4);
    for (GoldenEmbedder.Sentence sentence : golden.sentences()) {
      EmbeddedSentence embedded = embedder.embed(tokenizer.tokenize(sentence.text()));
      assertThat(embedded.embeddingsCount()).isEqualTo(sentence.embeddings().length);
      for (int i = 0; i < sentence.embeddings().length; i++) {
        assertThat((double) embedded.embeddings()[i])
            .as("%s, number %d", sentence.text(), i)
            .isCloseTo(sentence.embeddings()[i], Offset.offset(1e-6));
      }
    }
  }

  @Test
  void whatIsCutIsToldAndSpecialTokensStay() throws IOException {
    TokenizerFile file = GoldenEmbedder.read("bert").tokenizer();
    String text = "The cat sat on the mat.";
    Tokens cut = file.newTokenizer(true, 5).tokenize(text);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.tokens()).containsExactly("[CLS]", "the", "cat", "s", "[SEP]");
    assertThat(file.newTokenizer(true, 11).tokenize(text).truncated()).isFalse();
    assertThat(file.newTokenizer(true, 11).tokenize(text).tokens()).hasSize(11);
    assertThat(file.newTokenizer(false, 100).tokenize(text).tokens()).hasSize(9);
  }

  @Test
  void piecesThatTheTokenizerDoesNotKnowAreShownAsTheyWereWritten() throws IOException {
    Tokenizer tokenizer = GoldenEmbedder.read("bert").tokenizer().newTokenizer(true, 100);
    assertThat(tokenizer.tokenize("😀 The Zebras and 3 cats").unknown())
        .containsExactly("😀", "Zebras", "3");
    assertThat(GoldenEmbedder.read("roberta").tokenizer().unknownId()).isNegative();
  }

  @Test
  void positionsOfRobertaBeginAfterThePaddings() throws IOException {
    EmbeddingLayer layer = GoldenEmbedder.read("roberta").layer();
    assertThat(layer.firstPosition()).isEqualTo(2);
    assertThat(layer.maxTokens()).isEqualTo(64);
    assertThat(GoldenEmbedder.read("bert").layer().maxTokens()).isEqualTo(40);
  }

  @Test
  void modelsWhoseEmbeddingsAreMadeOtherwiseAreRefused() throws IOException {
    Path model = Files.createDirectory(temp.resolve("model"));
    Files.copy(
        GoldenEmbedder.path("bert").resolve("model.safetensors"),
        model.resolve("model.safetensors"));
    assertRefused(model, "config.json", "does not exist", "bert, camembert");
    String config = "{\"model_type\": \"%s\", \"layer_norm_eps\": %s}";
    Files.writeString(model.resolve("config.json"), String.format(config, "albert", "1e-12"));
    assertRefused(model, "model_type is albert");
    Files.writeString(model.resolve("config.json"), String.format(config, "bert", "\"small\""));
    assertRefused(model, "layer_norm_eps is small");
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"bert\"}");
    assertThat(read(model).norm().epsilon()).isEqualTo(1e-12);
    Files.delete(model.resolve("model.safetensors"));
    assertRefused(model, "holds no weights");
  }

  @Test
  void filesThatAreNoTokenizersAreRefused() {
    assertNoTokenizer("no json", "is no JSON");
    assertNoTokenizer("", "has no model");
    assertNoTokenizer("{\"model\": {\"type\": \"Nonsense\"}}", "cannot be used as a tokenizer");
    assertNoTokenizer(
        "{\"model\": {\"type\": \"Unigram\", \"unk_id\": null, \"vocab\": [[\"a\", -1.0]]}}",
        "has no unk_id");
    assertNoTokenizer(
        "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \"vocab\": {\"a\": 0}}}",
        "has an unk_token that is not in its vocabulary");
    assertNoTokenizer("{\"model\": {\"type\": \"BPE\", \"dropout\": 0.1}}", "dropout of 0.1");
  }

  private static void assertNoTokenizer(String json, String... message) {
    ByteArrayInputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> TokenizerFile.read(in, Setting.TOKENIZER.of("t.json")))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll(message)
        .hasMessageStartingWith("tokenizer t.json: ");
  }

  private static void assertRefused(Path model, String... message) {
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll(message);
  }

  private static EmbeddingLayer read(Path model) throws IOException {
    return EmbeddingLayerReader.read(new LocalWeightFiles(model, null));
  }
}
