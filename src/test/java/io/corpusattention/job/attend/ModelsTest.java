package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.weights.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a model's folder and files of its hidden states give the model's own attention. */
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

  @Test
  void otherHeadsThanTheModelsHaveTheScaleThatTheModelWouldGiveThem() throws IOException {
    String input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(5), Corpora.schema(), 1);
    Runs scaled = gpt2(input, "gpt2-scaled");
    Map<String, Row> table = scaled.table("scaled", "--heads", "2");
    // layer 1 divides by 2; d_k is 16 / 2
    double scale = 1 / Math.sqrt(8) / 2;
    assertThat(scale(scaled.output("scaled"))).isEqualTo(scale);
    Attend.assertSameBits(
        table, scaled.table("as-said", "--heads", "2", "--scale", Double.toString(scale)));
    scaled.succeed("own", "--scale", "3");
    assertThat(scale(scaled.output("own"))).isEqualTo(3);
    Runs unscaled = gpt2(input, "gpt2-unscaled");
    unscaled.succeed("unscaled", "--heads", "2");
    assertThat(scale(unscaled.output("unscaled"))).isOne();
  }

  @Test
  void headsOfAModelAreNeverGuessed() throws IOException {
    String input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(5), Corpora.schema(), 1);
    Path model = Files.createDirectory(temp.resolve("model"));
    Files.copy(
        GoldenModel.read("gpt2-scaled").path().resolve("model.safetensors"),
        model.resolve("model.safetensors"));
    Runs runs = new Runs(temp, "--input", input, "--weights", model.toString(), "--layer", "1");
    runs.refuse(List.of(), "no config.json", "give --heads");
    Files.writeString(model.resolve("config.json"), "{\"n_head\": 5}");
    runs.refuse(List.of(), "config.json", "5 heads", "[16, 16]");
    runs.succeed("given", "--heads", "2");
  }

  private Runs gpt2(String input, String model) throws IOException {
    String folder = GoldenModel.read(model).path().toString();
    return new Runs(
        temp, "--input", input, "--weights", folder, "--layer", "1", "--mask", "causal");
  }

  private static double scale(Path output) throws IOException {
    return Attend.manifest(output).at("/configuration/scale").asDouble();
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
