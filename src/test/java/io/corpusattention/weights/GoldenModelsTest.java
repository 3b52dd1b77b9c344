package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.math.Kernels;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares saved models with the results of transformers. */
class GoldenModelsTest {
  /** The result for one sentence: [heads, n, n] and [n, heads · d_v]. */
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
  void everyLayerAttendsAsItsModelDoes(String model, int heads) throws IOException {
    GoldenModel golden = GoldenModel.read(model);
    WeightFiles files = HadoopWeightFiles.open(golden.path().toString(), new Configuration());
    for (int layer = 0; layer < golden.layers().size(); layer++) {
      ModelWeights weights = WeightsReader.read(files, layer);
      assertThat(weights.heads()).isEqualTo(heads).isEqualTo(golden.heads());
      assertThat(weights.weights().queryBias()).isNotNull();
      assertThat(weights.causal()).isEqualTo(golden.mask().equals("causal"));
      for (GoldenModel.Sentence sentence : golden.layers().get(layer)) {
        Result result = attend(weights, sentence.hiddenStates(), sentence.n());
        sentence.assertClose(result.attention(), result.context());
      }
    }
  }

  private static Double scale(ModelWeights model) {
    return model.scale() == null
        ? null
        : (Double) model.scale().of(model.weights().query().columns(), model.heads());
  }

  private static Result attend(ModelWeights model, float[] hidden, int n) throws IOException {
    AttentionConfig config =
        new AttentionConfig(
            model.heads(),
            model.heads(),
            model.causal() ? new Mask.Causal() : new Mask.None(),
            scale(model),
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
            new AttentionStep.Sink() {
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
}
