package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.ChildProcesses;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that saved stages give the same bits in another process and in the job. */
class SavedStagesTest {
  @TempDir private Path temp;

  /** Loads a Pipeline and transforms a table with it in a separate process. */
  static final class AnotherProcess {
    private AnotherProcess() {}

    /** Takes the paths of the Pipeline, the input and the output. */
    public static void main(String[] paths) {
      Dataset<Row> input = SharedSpark.session().read().parquet(paths[1]);
      PipelineModel.load(paths[0]).transform(input).write().parquet(paths[2]);
      SharedSpark.session().stop();
    }
  }

  @BeforeEach
  void startSpark() {
    SharedSpark.session();
  }

  private static PipelineModel pipeline() {
    TokenEmbedder embedder =
        TokenEmbedder.fromFile(Tables.VECTORS)
            .setOutputCol("embedded")
            .setUnknown("mean")
            .setPositions("sinusoidal");
    SelfAttentionModel model =
        SelfAttentionModel.fromWeights(Tables.WEIGHTS)
            .setInputCol("embedded")
            .setAlignment("sample")
            .setIdCol("sentence_id")
            .setSeed(5)
            .setMask("window:3")
            .setScale(0.3);
    return new Pipeline().setStages(new PipelineStage[] {embedder, model}).fit(Tables.sample());
  }

  private static void assertSame(Dataset<Row> actual, Dataset<Row> expected) {
    Map<String, Row> rows = Tables.byId(actual);
    assertThat(rows).hasSizeGreaterThan(50).isEqualTo(Tables.byId(expected));
  }

  @Test
  void aPipelineGivesTheSameBitsInAnotherProcess() throws IOException {
    PipelineModel pipeline = pipeline();
    String saved = temp.resolve("pipeline").toString();
    pipeline.save(saved);
    String output = temp.resolve("output").toString();
    try (ChildProcesses children = new ChildProcesses(temp.resolve("child"))) {
      ChildProcesses.Child child =
          children.java("another", AnotherProcess.class, saved, Tables.SENTENCES, output);
      assertThat(child.exitCode()).as(child.transcript()).isZero();
    }
    assertSame(SharedSpark.session().read().parquet(output), pipeline.transform(Tables.sample()));
  }

  @Test
  void savingAgainOverwritesOnlyWhereThatIsSaid() throws IOException {
    SelfAttentionModel model = (SelfAttentionModel) pipeline().stages()[1];
    String path = temp.resolve("model").toString();
    model.save(path);
    assertThatThrownBy(() -> model.save(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already exists");
    model.setInputCol("embeddings").write().overwrite().save(path);
    SelfAttentionModel loaded = SelfAttentionModel.load(path);
    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.extractParamMap().toString()).isEqualTo(model.extractParamMap().toString());
    assertSame(loaded.transform(Tables.sample()), model.transform(Tables.sample()));
  }

  @Test
  void theJobTakesTheWeightsOfASavedModel() throws IOException {
    SelfAttentionModel model = SelfAttentionModel.fromWeights(Tables.WEIGHTS).setHeads(2);
    Path path = temp.resolve("model");
    model.save(path.toString());
    Path run = temp.resolve("run");
    Attend attend =
        Attend.run(
            "--input", Tables.SENTENCES,
            "--weights", path.resolve("weights").toString(),
            "--output", run.toString());
    assertThat(attend.exitCode()).as(attend.err()).isZero();
    Map<String, Row> attended = Attend.table(run);
    Tables.byId(model.transform(Tables.sample()))
        .forEach(
            (id, row) ->
                assertThat(row.<Object>getAs("attention"))
                    .isEqualTo(attended.get(id + "/0").<Object>getAs("attention")));
  }
}
