package io.corpusattention.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.EmbeddingLayerReader;
import io.corpusattention.weights.files.LocalWeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tiny model with its tokenizer, and the results of transformers for sentences in float64. Both
 * come from src/test/python/make_embedders.py.
 */
public record GoldenEmbedder(Path path, List<Sentence> sentences) {
  /**
   * A sentence with its results.
   *
   * @param wordIds the word ids; -1 for special tokens
   * @param embeddings [n, d_model]
   * @param attention the attention of the first layer, [heads, n, n]
   */
  public record Sentence(
      String text,
      List<String> tokens,
      List<Integer> ids,
      List<Integer> wordIds,
      double[] embeddings,
      double[] attention) {}

  /** Returns the models whose embeddings are computed. */
  public static List<String> all() {
    return List.of("bert", "roberta", "distilbert", "electra", "electra-projected");
  }

  /** Reads a model. */
  public static GoldenEmbedder read(String model) throws IOException {
    Path path = path(model);
    List<Sentence> sentences = new ArrayList<>();
    for (JsonNode sentence :
        new ObjectMapper().readTree(path.resolve("expected.json").toFile()).get("sentences")) {
      sentences.add(
          new Sentence(
              sentence.get("text").asText(),
              list(sentence.get("tokens")).stream().map(JsonNode::asText).toList(),
              list(sentence.get("ids")).stream().map(JsonNode::asInt).toList(),
              list(sentence.get("word_ids")).stream().map(JsonNode::asInt).toList(),
              doubles(sentence.get("embeddings")),
              doubles(sentence.get("attention"))));
    }
    return new GoldenEmbedder(path, sentences);
  }

  /** Returns the folder of a model. */
  public static Path path(String model) {
    try {
      return Path.of(GoldenEmbedder.class.getResource("/embedders/" + model).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  TokenizerFile tokenizer() throws IOException {
    try (InputStream in = Files.newInputStream(path.resolve(TokenizerFile.NAME))) {
      return TokenizerFile.read(in, Setting.TOKENIZER.of("tokenizer.json"));
    }
  }

  EmbeddingLayer layer() throws IOException {
    return EmbeddingLayerReader.read(new LocalWeightFiles(path, null));
  }

  private static List<JsonNode> list(JsonNode node) {
    List<JsonNode> list = new ArrayList<>();
    node.forEach(list::add);
    return list;
  }

  private static double[] doubles(JsonNode node) {
    return list(node).stream().mapToDouble(JsonNode::asDouble).toArray();
  }
}
