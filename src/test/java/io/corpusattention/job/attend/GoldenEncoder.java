package io.corpusattention.job.attend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A tiny model with its tokenizer, and the results of transformers for texts with all its layers in
 * float64. Both come from src/test/python/make_encoders.py.
 */
record GoldenEncoder(Path path, List<Text> texts) {
  static final int LAYERS = 3;
  static final int HEADS = 3;

  private static final Path FOLDER = Path.of("src/test/resources/encoders").toAbsolutePath();

  /**
   * A text with its results.
   *
   * @param attention the attention by layer, each [heads, n, n]
   * @param context the context vectors by layer, each [n, heads · d_v]
   * @param hidden the output of each layer, and the final hidden states last, each [n, d_model]
   */
  record Text(
      String text,
      List<String> tokens,
      List<Integer> wordIds,
      boolean truncated,
      List<double[]> attention,
      List<double[]> context,
      List<double[]> hidden) {}

  static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  static Path path(String model) {
    return FOLDER.resolve(model);
  }

  static GoldenEncoder read(String model) throws IOException {
    List<Text> texts = new ArrayList<>();
    JsonNode file = new ObjectMapper().readTree(path(model).resolve("expected.json").toFile());
    for (JsonNode text : file.get("texts")) {
      texts.add(
          new Text(
              text.get("text").asText(),
              stream(text.get("tokens")).map(JsonNode::asText).toList(),
              stream(text.get("word_ids")).map(JsonNode::asInt).toList(),
              text.get("truncated").asBoolean(),
              stream(text.get("attention")).map(GoldenEncoder::numbers).toList(),
              stream(text.get("context")).map(GoldenEncoder::numbers).toList(),
              stream(text.get("hidden")).map(GoldenEncoder::numbers).toList()));
    }
    return new GoldenEncoder(path(model), texts);
  }

  /** Returns the texts, one on each line. */
  String lines() {
    return String.join("\n", texts.stream().map(Text::text).toList()) + "\n";
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static double[] numbers(JsonNode array) {
    return stream(array).mapToDouble(JsonNode::asDouble).toArray();
  }
}
