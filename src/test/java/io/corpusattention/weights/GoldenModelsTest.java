package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.attention.TileSink;
import io.corpusattention.corpus.HadoopWeightFiles;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models as they are saved, against what transformers computes with them in float64;
 * src/test/python/make_models.py makes both.
 */
class GoldenModelsTest {
  private static final double TOLERANCE = 2e-5;

  /** One sentence: [heads, n, n] and [n, heads · d_v]. */
  private record Result(float[] attention, float[] context) {}

  @ParameterizedTest
  @CsvSource({
    "bert, 3",
    "bert-f16, 3",
    "roberta, 2",
    "electra, 3",
    "distilbert, 4",
    "distilbert/model.safetensors, 4",
    "distilbert-sharded, 4",
    "distilbert-sharded/model.safetensors.index.json, 4",
    "gpt2, 4",
    "gpt2-bf16, 4",
    "gpt2-scaled, 4",
    "gpt2-unscaled, 4",
  })
  void everyLayerAttendsAsItsModelDoes(String model, int heads)
      throws IOException, URISyntaxException {
    Path path = Path.of(GoldenModelsTest.class.getResource("/models").toURI()).resolve(model);
    Path folder = Files.isDirectory(path) ? path : path.getParent();
    JsonNode golden = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    WeightFiles files = HadoopWeightFiles.open(path.toString(), new Configuration());
    for (int layer = 0; layer < 2; layer++) {
      ModelWeights weights = WeightsReader.read(files, layer);
      assertThat(weights.heads()).isEqualTo(heads).isEqualTo(golden.get("heads").asInt());
      assertThat(weights.weights().queryBias()).isNotNull();
      assertThat(weights.causal()).isEqualTo(golden.get("mask").asText().equals("causal"));
      assertThat(golden.get("sentences")).hasSize(2);
      for (JsonNode sentence : golden.get("sentences")) {
        JsonNode expected = sentence.get("layers").get(layer);
        float[] hidden = floats(expected.get("hidden_states"));
        Result result = attend(weights, hidden, sentence.get("n").asInt());
        assertClose(result.attention(), doubles(expected.get("attention")), TOLERANCE);
        double[] context = doubles(expected.get("context"));
        double largest = Arrays.stream(context).map(Math::abs).max().orElseThrow();
        assertClose(result.context(), context, TOLERANCE * largest);
      }
    }
  }

  private static Result attend(ModelWeights model, float[] hidden, int n) throws IOException {
    AttentionConfig config =
        new AttentionConfig(
            model.heads(),
            model.heads(),
            model.causal() ? new Mask.Causal() : new Mask.None(),
            model.scale(),
            1,
            new Alignment.Soft(),
            new AttentionOutput.Full(),
            ContextOutput.TOKENS,
            AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    SentenceBatch batch = new SentenceBatch(model.weights().query().rows(), n);
    System.arraycopy(hidden, 0, batch.embeddings(), batch.add(0, n), hidden.length);
    Result[] results = new Result[1];
    new AttentionStep(model.weights(), config, new Queries.Self(), Kernels.get())
        .run(
            batch,
            new TileSink() {
              @Override
              public void accept(AttentionTile tile) {
                results[0] =
                    new Result(
                        Arrays.copyOf(tile.attention(), tile.attentionCount()),
                        Arrays.copyOf(tile.context(), tile.contextCount()));
              }

              @Override
              public void reject(int sentence, RejectReason reason, String detail) {
                throw new AssertionError(detail);
              }
            });
    return results[0];
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
