package io.corpusattention.attention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Sentences.Result;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares attention with PyTorch in float64. The numbers come from src/test/python/make_golden.py.
 */
class GoldenAttentionTest {
  private static final double WEIGHT = 2e-5;

  record Case(JsonNode json, Kernel kernel) {
    @Override
    public String toString() {
      return json.get("name").asText() + ", " + kernel.name();
    }

    int number(String name) {
      return json.get(name).asInt();
    }

    double[] doubles(String name) {
      double[] values = new double[json.get(name).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = json.get(name).get(i).asDouble();
      }
      return values;
    }

    float[] floats(String name) {
      if (json.get(name).isNull()) {
        return null;
      }
      double[] values = doubles(name);
      float[] floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    Matrix matrix(String name, int rows, int columns) {
      return new Matrix(rows, columns, floats(name));
    }

    boolean self() {
      return json.get("xq").isNull();
    }

    ProjectionWeights weights() {
      return new ProjectionWeights(
          "golden",
          matrix("w_q", number("query_width"), number("heads") * number("d_k")),
          matrix("w_k", number("d_model"), number("kv_heads") * number("d_k")),
          matrix("w_v", number("d_model"), number("kv_heads") * number("d_v")),
          floats("b_q"),
          floats("b_k"),
          floats("b_v"));
    }

    AttentionConfig config(AttentionOutput attention, ContextOutput context, long maxRowBytes) {
      String mask = json.get("mask").asText();
      return new AttentionConfig(
          number("heads"),
          number("kv_heads"),
          mask.equals("none")
              ? new Mask.None()
              : mask.equals("causal")
                  ? new Mask.Causal()
                  : new Mask.Window(Integer.parseInt(mask.substring("window:".length()))),
          json.get("scale").isNull() ? null : json.get("scale").asDouble(),
          json.get("temperature").isNull() ? 1 : json.get("temperature").asDouble(),
          json.get("alignment").asText().equals("hard")
              ? new Alignment.Hard()
              : new Alignment.Soft(),
          attention,
          context,
          maxRowBytes);
    }

    Result attend(AttentionOutput attention, ContextOutput context, long maxRowBytes)
        throws IOException {
      AttentionConfig config = config(attention, context, maxRowBytes);
      List<float[]> x = List.of(floats("x"));
      if (self()) {
        return Sentences.attend(weights(), config, kernel, x).get(0);
      }
      Matrix queries = matrix("xq", number("num_queries"), number("query_width"));
      Queries fixed = new Queries.Fixed("queries", queries);
      Result same = Sentences.attend(weights(), config, fixed, kernel, x, null, 1).get(0);
      List<float[]> own = List.of(queries.values());
      Queries perSentence = new Queries.PerSentence();
      Result brought = Sentences.attend(weights(), config, perSentence, kernel, x, own, 1).get(0);
      assertThat(brought).usingRecursiveComparison().isEqualTo(same);
      return same;
    }
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = GoldenAttentionTest.class.getResourceAsStream("/golden/attention.json")) {
      for (JsonNode json : new ObjectMapper().readTree(in)) {
        cases.add(new Case(json, Kernels.get()));
        cases.add(new Case(json, Kernels.scalar()));
      }
    }
    return cases.stream();
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("number %d", i)
          .isCloseTo(expected[i], Offset.offset(tolerance));
    }
  }

  private static double contextTolerance(double[] context) {
    double largest = 0;
    for (double value : context) {
      largest = Math.max(largest, Math.abs(value));
    }
    return 2e-5 * largest;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightsContextsAndAttentionReceivedAreThoseOfPyTorch(Case golden) throws IOException {
    Result result = golden.attend(new AttentionOutput.Full(), ContextOutput.TOKENS, 8 << 20);
    assertClose(result.attention(), golden.doubles("attention"), WEIGHT);
    double[] context = golden.doubles("context");
    assertClose(result.context(), context, contextTolerance(context));
    assertClose(result.received(), golden.doubles("attention_received"), WEIGHT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMeanContextIsThatOfPyTorchAlsoOverTiles(Case golden) throws IOException {
    double[] context = golden.doubles("mean_context");
    for (int maxRowBytes : new int[] {1 << 20, 700}) {
      Result result = golden.attend(new AttentionOutput.Full(), ContextOutput.MEAN, maxRowBytes);
      assertClose(result.context(), context, contextTolerance(golden.doubles("context")));
      assertClose(result.received(), golden.doubles("attention_received"), WEIGHT);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHeaviestKeysAreThoseOfPyTorch(Case golden) throws IOException {
    int n = golden.number("n");
    int k = Math.min(5, n);
    Result result = golden.attend(new AttentionOutput.TopK(5), ContextOutput.NONE, 8 << 20);
    double[] attention = golden.doubles("attention");
    for (int row = 0; row < golden.number("heads") * golden.number("num_queries"); row++) {
      double kept = 0;
      double before = Double.POSITIVE_INFINITY;
      List<Integer> keys = new ArrayList<>();
      for (int i = row * k; i < (row + 1) * k; i++) {
        double exact = attention[row * n + result.keys()[i]];
        assertThat((double) result.weights()[i]).isCloseTo(exact, Offset.offset(WEIGHT));
        assertThat((double) result.weights()[i]).isLessThanOrEqualTo(before);
        before = result.weights()[i];
        kept += exact;
        keys.add(result.keys()[i]);
      }
      assertThat(keys).doesNotHaveDuplicates();
      for (int key = 0; key < n; key++) {
        if (!keys.contains(key)) {
          assertThat(attention[row * n + key]).isLessThanOrEqualTo(before + WEIGHT);
        }
      }
      assertThat((double) result.keptMass()[row]).isCloseTo(kept, Offset.offset(WEIGHT));
    }
  }
}
