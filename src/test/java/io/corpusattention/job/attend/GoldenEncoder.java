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
 * A tiny model with its tokenizer, and what transformers makes of texts with all its layers in
 * float64; src/test/python/make_encoders.py makes both.
 */
record GoldenEncoder(Path path, List<Text> texts) {
  static final int LAYERS = 3;
  static final int HEADS = 3;

  private static final Path FOLDER = Path.of("src/test/resources/encoders").toAbsolutePath();

  /**
   * A text.
   *
   * @param attention by layer, [heads, n, n]
   * @param context by layer, [n, heads · d_v]
   * @param hidden what each layer hands on, and the last one behind all, [n, d_model]
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

  /** The texts as lines. */
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
