package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.Corpora;
import io.corpusattention.weights.GoldenModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a model's folder and its hidden states, as files, to its own attention. */
class ModelsTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @MethodSource("io.corpusattention.weights.GoldenModel#all")
  void theTableHoldsTheAttentionOfEveryLayerOfTheModel(String model) throws IOException {
    GoldenModel golden = GoldenModel.read(model);
    for (int layer = 0; layer < golden.layers().size(); layer++) {
      List<GoldenModel.Sentence> sentences = golden.layers().get(layer);
      List<Row> rows = new ArrayList<>();
      for (GoldenModel.Sentence sentence : sentences) {
        rows.add(
            RowFactory.create(
                (long) rows.size(), Corpora.words(sentence.n()), boxed(sentence.hiddenStates())));
      }
      String input = Corpora.write(temp.resolve("hidden" + layer), rows, Corpora.schema(), 1);
      Runs runs = new Runs(temp, "--input", input, "--weights", golden.path().toString());
      Map<String, Row> table =
          runs.table("run" + layer, "--layer", "" + layer, "--mask", golden.mask());
      assertThat(table).hasSameSizeAs(sentences);
      for (int i = 0; i < sentences.size(); i++) {
        Row row = table.get(i + "/0");
        sentences
            .get(i)
            .assertClose(
                unboxed(Attend.list(row, "attention")), unboxed(Attend.list(row, "context")));
      }
      assertThat(Attend.manifest(runs.output("run" + layer)).at("/shape/heads").asInt())
          .isEqualTo(golden.heads());
    }
  }

  private static List<Float> boxed(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static float[] unboxed(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }
}
