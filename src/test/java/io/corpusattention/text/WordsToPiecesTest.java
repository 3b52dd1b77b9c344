package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests words that are cut into pieces one by one. The expected pieces come from the tokenizers
 * library, through src/test/python/make_words.py.
 */
class WordsToPiecesTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** A sentence of words and the result of a tokenizer. */
  private record Golden(
      String tokenizer,
      List<String> words,
      List<String> tokens,
      List<Integer> ids,
      List<Integer> wordIds) {}

  static List<Golden> all() throws IOException {
    JsonNode file = new ObjectMapper().readTree(RESOURCES.resolve("words.json").toFile());
    return list(file).stream()
        .map(
            node ->
                new Golden(
                    node.get("tokenizer").asText(),
                    list(node.get("words")).stream().map(JsonNode::asText).toList(),
                    list(node.get("tokens")).stream().map(JsonNode::asText).toList(),
                    list(node.get("ids")).stream().map(JsonNode::asInt).toList(),
                    list(node.get("word_ids")).stream().map(JsonNode::asInt).toList()))
        .toList();
  }

  private static List<JsonNode> list(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }

  private static Tokenizer tokenizer(String model) throws IOException {
    Path file = RESOURCES.resolve(model).resolve(TokenizerFile.NAME);
    try (InputStream in = Files.newInputStream(file)) {
      return TokenizerFile.read(in, Setting.TOKENIZER.of(file))
          .newTokenizer(true, Integer.MAX_VALUE);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void piecesAndTheirWordsAreThoseOfTokenizers(Golden golden) throws IOException {
    Tokens tokens = tokenizer(golden.tokenizer()).tokenize(golden.words());
    assertThat(tokens.tokens()).containsExactlyElementsOf(golden.tokens());
    assertThat(Arrays.stream(tokens.ids()).boxed()).isEqualTo(golden.ids());
    assertThat(Arrays.stream(tokens.wordIds()).boxed()).isEqualTo(golden.wordIds());
  }

  @Test
  void wordsAreCutAsInATextWithBlanksBetweenThem() throws IOException {
    List<String> words = List.of("The", "dog", "chased", "3.14", "birds", "!");
    for (String model : List.of("embedders/roberta", "encoders/gpt2", "embedders/bert")) {
      Tokenizer tokenizer = tokenizer(model);
      assertThat(tokenizer.tokenize(words).ids())
          .as(model)
          .isEqualTo(tokenizer.tokenize(String.join(" ", words)).ids());
    }
  }
}
