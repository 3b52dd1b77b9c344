package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests invalid rows, which give an error that names one, are left out, or are kept with null. */
class InvalidRowsTest {
  private static final int W = Corpora.WIDTH;

  @TempDir private Path temp;
  private SelfAttentionModel model;

  @BeforeEach
  void makeModel() {
    SharedSpark.session();
    model =
        SelfAttentionModel.fromWeights(Corpora.weights(temp.resolve("weights")))
            .setIdCol("sentence_id");
  }

  private static List<Float> of(int count, float value) {
    return new ArrayList<>(Collections.nCopies(count, value));
  }

  private static List<Float> with(int at, Float value) {
    List<Float> values = of(2 * W, 1f);
    values.set(at, value);
    return values;
  }

  private static Row row(Long id, List<String> tokens, List<Float> embeddings) {
    return RowFactory.create(id, tokens, embeddings);
  }

  /** Returns rows of which those with even ids are valid. */
  private static List<Row> rows() {
    return List.of(
        row(0L, null, of(3 * W, 1f)),
        row(1L, null, null),
        row(3L, null, List.of()),
        row(5L, null, of(W + 1, 1f)),
        row(7L, null, with(5, null)),
        row(9L, null, with(5, Float.NaN)),
        row(11L, null, with(5, Float.POSITIVE_INFINITY)),
        row(13L, Arrays.asList("a", null), of(2 * W, 1f)),
        row(15L, List.of("a"), of(2 * W, 1f)),
        row(17L, null, of(W, 3e38f)),
        row(2L, List.of("a", "b"), of(2 * W, 1f)),
        row(null, null, of(W, 1f)));
  }

  private static Dataset<Row> table(List<Row> rows) {
    return Tables.of(rows, Corpora.schema()).coalesce(1);
  }

  @Test
  void anErrorNamesTheRowAndTheReason() {
    model.setTokensCol("tokens");
    List<String> reasons =
        List.of(
            "null_embeddings",
            "empty",
            "wrong_length",
            "null_element",
            "not_finite",
            "not_finite",
            "null_element",
            "wrong_length",
            "overflow");
    for (int i = 0; i < reasons.size(); i++) {
      Dataset<Row> table = table(List.of(rows().get(0), rows().get(i + 1)));
      assertThatThrownBy(() -> model.transform(table).collectAsList())
          .hasStackTraceContaining("sentence_id " + (2 * i + 1) + ": " + reasons.get(i) + ": ")
          .hasStackTraceContaining("handleInvalid");
    }
  }

  @Test
  void withoutAnIdTheErrorNamesThePlace() {
    model.setIdCol("");
    assertThatThrownBy(() -> model.transform(table(rows().subList(0, 2))).collectAsList())
        .hasStackTraceContaining(
            "row 1 of partition 0 (from 0): null_embeddings: column embeddings is null");
  }

  @Test
  void skipLeavesThemOut() {
    model.setTokensCol("tokens").setHandleInvalid("skip");
    List<Row> out = model.transform(table(rows())).collectAsList();
    assertThat(out).extracting(row -> row.get(0)).containsExactly(0L, 2L);
  }

  @Test
  void keepGivesThemNullInTheirPlace() {
    model.setTokensCol("tokens").setHandleInvalid("keep");
    Dataset<Row> table = model.transform(table(rows()));
    List<Row> out = table.collectAsList();
    assertThat(out).hasSameSizeAs(rows());
    for (int i = 0; i < out.size(); i++) {
      assertThat(out.get(i).get(0)).isEqualTo(rows().get(i).get(0));
      boolean fit = i == 0 || i == 10;
      for (String column : List.of("attention", "context", "pooled")) {
        assertThat(out.get(i).<Object>getAs(column) != null).as("%s, %d", column, i).isEqualTo(fit);
      }
    }
    assertThat(table.schema().apply("pooled").nullable()).isTrue();
  }

  @Test
  void aRowThatIsTooLargeIsNoTileButInvalidAndSaysTheRemedy() {
    model.setMaxRowBytes(2000);
    Dataset<Row> table = table(List.of(row(4L, null, of(30 * W, 1f)), row(6L, null, of(W, 1f))));
    assertThatThrownBy(() -> model.transform(table).collectAsList())
        .hasStackTraceContaining("sentence_id 4: too_long: ")
        .hasStackTraceContaining("top-k:K");
    assertThat(model.setHandleInvalid("skip").transform(table).collectAsList()).hasSize(1);
    model.setHandleInvalid("error").setAttention("top-k:1").setMaxRowBytes(3000);
    assertThat(model.transform(table).collectAsList()).hasSize(2);
  }

  @Test
  void manyInvalidRowsBetweenFitOnesComeInOrder() {
    model.setHandleInvalid("keep");
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < 3000; id++) {
      rows.add(row(id, null, id % 700 == 0 ? of(W, 1f) : null));
    }
    List<Row> out = model.transform(table(rows)).collectAsList();
    assertThat(out).hasSize(3000);
    for (int i = 0; i < 3000; i++) {
      assertThat(out.get(i).getLong(0)).isEqualTo(i);
      assertThat(out.get(i).<Object>getAs("pooled") != null).isEqualTo(i % 700 == 0);
    }
  }
}
