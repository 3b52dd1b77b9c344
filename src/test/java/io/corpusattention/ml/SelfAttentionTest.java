package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.weights.WeightsDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the estimator learns what jobs/train learns, and that its models work like any
 * other.
 */
class SelfAttentionTest {
  @TempDir private Path temp;
  private SelfAttention estimator;

  @BeforeEach
  void makeEstimator() {
    SharedSpark.session();
    estimator = new SelfAttention().setHeads(2).setBatch(16).setEpochs(2);
  }

  private static String digest(SelfAttentionModel model) {
    return WeightsDigest.sha256(model.weights());
  }

  /** Returns the model that jobs/train learns from the sample. */
  private SelfAttentionModel train(String... options) {
    String output = temp.resolve("trained").toString();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--input", Tables.SENTENCES, "--output", output));
    CommandRun.succeed("train", all.toArray(new String[0]));
    return SelfAttentionModel.fromWeights(output);
  }

  @Test
  void theWeightsAreThoseOfTheJobToTheBitInAnyPartitions() {
    String expected = digest(train("--heads", "2", "--batch", "16", "--epochs", "2"));
    estimator.setIdCol("sentence_id").setTokensCol("tokens");
    SelfAttentionModel learnt = estimator.fit(Tables.sample().repartition(5));
    assertThat(digest(learnt)).isEqualTo(expected);
    assertThat(learnt.getPositions()).isEqualTo("sinusoidal");
    assertThat(learnt.getHeads()).isEqualTo(2);
    assertThat(learnt.parent()).isEqualTo(estimator);
    assertThat(learnt.curve()).hasSize(2);
    assertThat(learnt.transform(Tables.sample()).count()).isEqualTo(Tables.sample().count());
  }

  /**
   * Returns the sample in two classes that depend on the words: sentences with a law or a court,
   * and others.
   */
  private static Dataset<Row> labelled() {
    return Tables.sample()
        .drop("embeddings")
        .selectExpr(
            "*",
            "double(array_contains(tokens, 'law') OR array_contains(tokens, 'court')) AS label");
  }

  @Test
  void classesAreLearntInAPipelineThatIsSavedBeforeAndAfter() throws IOException {
    estimator.setObjective("classify").setEpochs(20).setLearningRate(0.01).setBatch(8);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  TokenEmbedder.fromFile(Tables.VECTORS),
                  estimator,
                  new LogisticRegression().setFeaturesCol("pooled").setRegParam(0.001)
                });
    pipeline.write().overwrite().save(temp.resolve("pipeline").toString());
    PipelineModel fitted = Pipeline.load(temp.resolve("pipeline").toString()).fit(labelled());
    SelfAttentionModel learnt = (SelfAttentionModel) fitted.stages()[1];
    List<EpochFigures> curve = learnt.curve();
    assertThat(curve.get(curve.size() - 1).loss()).isLessThan(curve.get(0).loss() / 2);
    assertThat(learnt.getPositions()).isEqualTo("none");
    fitted.write().overwrite().save(temp.resolve("fitted").toString());
    PipelineModel loaded = PipelineModel.load(temp.resolve("fitted").toString());
    assertThat(digest((SelfAttentionModel) loaded.stages()[1])).isEqualTo(digest(learnt));
    assertThat(loaded.transform(labelled()).filter("prediction = label").count())
        .isGreaterThanOrEqualTo(labelled().count() * 9 / 10);
  }

  @Test
  void withoutAnIdTheEmbeddingsKeyTheChoices() {
    estimator.setTokensCol("tokens");
    Dataset<Row> sample = Tables.sample();
    assertThat(digest(estimator.fit(sample.repartition(4))))
        .isEqualTo(digest(estimator.fit(sample.coalesce(1))));
    assertThat(digest(estimator.setSeed(2).fit(sample)))
        .isNotEqualTo(digest(estimator.setSeed(3).fit(sample)));
  }

  @Test
  void whatCannotBeLearntIsRefusedBeforeAnyWork() {
    refuse(estimator.copy(new ParamMap()).setAlignment("hard"), "has no gradient");
    refuse(estimator.copy(new ParamMap()).setAlignment("sample"), "set idCol");
    refuse(estimator.copy(new ParamMap()).setTemperature(2), "temperature 2.0");
    refuse(
        estimator.copy(new ParamMap()).setObjective("classify"),
        "labelCol label: there is no such column");
    refuse(estimator.copy(new ParamMap()).setLearningRate(-1), "learningRate -1.0: must be");
  }

  private static void refuse(SelfAttention estimator, String words) {
    assertThatThrownBy(() -> estimator.transformSchema(Corpora.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void dataThatDoNotDoAreRefused() {
    assertThatThrownBy(() -> estimator.setBatch(1000).fit(Tables.sample()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give tokensCol");
    assertThatThrownBy(() -> estimator.setTokensCol("tokens").fit(Tables.sample()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batch 1000: is more than the ");
    assertThatThrownBy(
            () ->
                estimator
                    .setObjective("classify")
                    .setLabelCol("one")
                    .fit(Tables.sample().selectExpr("*", "'a' AS one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("labelCol one: has one class, a");
  }

  @Test
  void rowsThatAreInvalidStopOrAreLeftOut() {
    List<Row> rows = new ArrayList<>(Corpora.sentences(40));
    rows.add(RowFactory.create(99L, List.of("a"), null));
    Dataset<Row> table = Tables.of(rows, Corpora.schema());
    estimator.setIdCol("sentence_id").setTokensCol("tokens");
    assertThatThrownBy(() -> estimator.fit(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sentence_id 99: null_embeddings: ");
    SelfAttentionModel skipping = estimator.setHandleInvalid("skip").fit(table);
    assertThat(digest(skipping))
        .isEqualTo(digest(estimator.fit(Tables.of(Corpora.sentences(40), Corpora.schema()))));
  }
}
