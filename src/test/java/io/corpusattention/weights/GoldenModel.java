package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;

/**
 * A tiny saved model, and the results of transformers in float64. Both come from
 * src/test/python/make_models.py.
 *
 * @param path a value for {@code --weights}: the model's folder or a file in it
 * @param mask none or causal
 * @param layers the results by layer, then by sentence
 */
public record GoldenModel(Path path, int heads, String mask, List<List<Sentence>> layers) {
  private static final double TOLERANCE = 2e-5;

  /**
   * A sentence in one layer.
   *
   * @param n number of tokens
   * @param hiddenStates the input of the layer's projections, [n, d_model]
   * @param attention [heads, n, n]
   * @param context [n, heads · d_v]
   */
  public record Sentence(int n, float[] hiddenStates, double[] attention, double[] context) {
    /** Fails unless the attention and the context vectors are correct within float32 precision. */
    public void assertClose(float[] actualAttention, float[] actualContext) {
      GoldenModel.assertClose(actualAttention, attention, TOLERANCE);
      double largest = Arrays.stream(context).map(Math::abs).max().orElseThrow();
      GoldenModel.assertClose(actualContext, context, TOLERANCE * largest);
    }
  }

  /** Returns the folders of all models. */
  public static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(folder())) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  /** Reads a model from its folder or a file in it. */
  public static GoldenModel read(String model) throws IOException {
    Path path = folder().resolve(model);
    Path folder = Files.isDirectory(path) ? path : path.getParent();
    JsonNode golden = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    List<List<Sentence>> layers = new ArrayList<>();
    for (JsonNode sentence : golden.get("sentences")) {
      for (int layer = 0; layer < sentence.get("layers").size(); layer++) {
        if (layers.size() == layer) {
          layers.add(new ArrayList<>());
        }
        JsonNode numbers = sentence.get("layers").get(layer);
        layers
            .get(layer)
            .add(
                new Sentence(
                    sentence.get("n").asInt(),
                    floats(numbers.get("hidden_states")),
                    doubles(numbers.get("attention")),
                    doubles(numbers.get("context"))));
      }
    }
    assertThat(layers).hasSize(2).allSatisfy(sentences -> assertThat(sentences).hasSize(2));
    return new GoldenModel(
        path, golden.get("heads").asInt(), golden.get("mask").asText(), List.copyOf(layers));
  }

  private static Path folder() {
    try {
      return Path.of(GoldenModel.class.getResource("/models").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("number %d", i)
          .isCloseTo(expected[i], Offset.offset(tolerance));
    }
  }
}
