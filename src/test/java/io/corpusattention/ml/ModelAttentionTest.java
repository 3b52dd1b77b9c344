package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.ChildProcesses;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that a whole model in a Pipeline gives the same bits as the job. */
class ModelAttentionTest {
  private static final String MODEL = "src/test/resources/encoders/gelu";
  private static final String BYTES = "src/test/resources/encoders/gpt2";
  private static final List<String> TEXTS =
      List.of("The cat sat on the mat.", "the", "A dog chased birds near the fire again.", "law");

  @TempDir private Path temp;
  private ModelAttention stage;

  @BeforeEach
  void readModel() {
    SharedSpark.session();
    stage = ModelAttention.fromModel(MODEL);
  }

  private static Dataset<Row> texts() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(RowFactory.create(i + 1L, TEXTS.get(i % TEXTS.size()), i % 2));
    }
    StructType schema =
        new StructType().add("sentence_id", "bigint").add("text", "string").add("label", "int");
    return Tables.of(rows, schema);
  }

  /** Runs the job on the same texts and returns the rows of a table by id. */
  private Map<String, List<Row>> job(String table, String... options) throws IOException {
    List<String> lines = texts().collectAsList().stream().map(row -> row.getString(1)).toList();
    Path input = Files.write(temp.resolve("lines.txt"), lines);
    Path output = temp.resolve("run" + String.join("", options).hashCode());
    String[] all = {"--input", input.toString(), "--output", output.toString(), "--model", MODEL};
    CommandRun.succeed("attend", CommandRun.with(options, all));
    Map<String, List<Row>> rows = new TreeMap<>();
    for (Row row : CommandRun.rows(output, table)) {
      rows.computeIfAbsent(row.get(0).toString(), id -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  /** Returns a column of all rows of a sentence, concatenated. */
  private static List<Object> joined(List<Row> rows, String column) {
    return rows.stream().flatMap(row -> row.getList(row.fieldIndex(column)).stream()).toList();
  }

  @Test
  void attentionOfTheLayersStandsOneAfterTheOther() throws IOException {
    Map<String, List<Row>> full = job("attention", "--layers", "0,2");
    Map<String, List<Row>> top = job("attention", "--attention", "top-k:3");
    for (int partitions : List.of(1, 7)) {
      Dataset<Row> input = texts().repartition(partitions);
      Tables.byId(stage.setLayers("0,2").setAttention("full").transform(input))
          .forEach(
              (id, row) -> {
                assertThat(row.getList(row.fieldIndex("tokens")))
                    .isEqualTo(full.get(id).get(0).getList(1));
                assertThat(row.getList(row.fieldIndex("attention")))
                    .isEqualTo(joined(full.get(id), "attention"));
              });
      Tables.byId(stage.setLayers("all").setAttention("top-k:3").transform(input))
          .forEach(
              (id, row) -> {
                for (String column : List.of("attention_keys", "attention_weights")) {
                  assertThat(row.getList(row.fieldIndex(column)))
                      .isEqualTo(joined(top.get(id), column));
                }
                assertThat(row.getList(row.fieldIndex("attention_kept_mass")))
                    .isEqualTo(joined(top.get(id), "kept_mass"));
              });
    }
  }

  @Test
  void hiddenStatesArePooledAsTheJobPoolsThem() throws IOException {
    stage.setAttentionCol("").setNormalize(true);
    for (String pooling : List.of("mean", "first")) {
      Map<String, List<Row>> job =
          job("hidden", "--attention", "none", "--normalize", "--hidden", pooling);
      Tables.byId(stage.setHidden(pooling).transform(texts()))
          .forEach(
              (id, row) -> {
                double[] vector = row.<Vector>getAs("hidden").toArray();
                List<Object> expected = joined(job.get(id), "hidden");
                assertThat(vector).hasSize(stage.width());
                for (int i = 0; i < vector.length; i++) {
                  assertThat((float) vector[i]).isEqualTo(expected.get(i));
                }
              });
    }
    Map<String, List<Row>> tokens = job("hidden", "--attention", "none", "--hidden", "tokens");
    Tables.byId(stage.setHidden("tokens").setNormalize(false).transform(texts()))
        .forEach(
            (id, row) ->
                assertThat(row.getList(row.fieldIndex("hidden")))
                    .isEqualTo(joined(tokens.get(id), "hidden")));
  }

  @Test
  void wordsAreCutIntoPiecesAsTheirTextIs() {
    Dataset<Row> words =
        Tables.of(
            List.of(RowFactory.create(1L, List.of("The", "cat", "sat", "on", "the", "mat", "."))),
            new StructType().add("sentence_id", "bigint").add("words", Corpora.STRINGS));
    Row ofWords = stage.setInputCol("words").transform(words).head();
    Row ofText = Tables.byId(stage.setInputCol("text").transform(texts())).get("1");
    for (String column : List.of("tokens", "attention", "hidden")) {
      assertThat(ofWords.<Object>getAs(column)).isEqualTo(ofText.<Object>getAs(column));
    }
  }

  @Test
  void wordsOfATokenizerThatTellsThemByTheirBlanksGetBlanks() {
    List<String> sentence = List.of("The", "cat", "sat", "on", "the", "mat", ".");
    Dataset<Row> table =
        Tables.of(
            List.of(RowFactory.create(1L, sentence, String.join(" ", sentence))),
            new StructType()
                .add("sentence_id", "bigint")
                .add("words", Corpora.STRINGS)
                .add("text", "string"));
    ModelAttention bytes = ModelAttention.fromModel(BYTES);
    Row ofWords = bytes.setInputCol("words").transform(table).head();
    Row ofText = bytes.setInputCol("text").transform(table).head();
    for (String column : List.of("tokens", "attention", "hidden")) {
      assertThat(ofWords.<Object>getAs(column)).isEqualTo(ofText.<Object>getAs(column));
    }
  }

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

  @Test
  void aPipelineFittedHereGivesTheSameBitsInAnotherProcess() throws IOException {
    Path model = temp.resolve("model");
    FileUtils.copyDirectory(new java.io.File(MODEL), model.toFile());
    PipelineStage[] stages = {
      ModelAttention.fromModel(model.toString()).setAttention("top-k:2").setLayers("1-2"),
      new LogisticRegression().setFeaturesCol("hidden").setRegParam(0.01)
    };
    PipelineModel fitted = new Pipeline().setStages(stages).fit(texts());
    String saved = temp.resolve("pipeline").toString();
    fitted.save(saved);
    Map<String, Row> expected = Tables.byId(fitted.transform(texts()));
    FileUtils.deleteDirectory(model.toFile()); // the saved Pipeline has its own copy
    String input = temp.resolve("input").toString();
    texts().write().parquet(input);
    String output = temp.resolve("output").toString();
    try (ChildProcesses children = new ChildProcesses(temp.resolve("child"))) {
      ChildProcesses.Child child =
          children.java("another", AnotherProcess.class, saved, input, output);
      assertThat(child.exitCode()).as(child.transcript()).isZero();
    }
    assertThat(Tables.byId(SharedSpark.session().read().parquet(output))).isEqualTo(expected);
  }

  @Test
  void aStageMayBeSavedOverTheFolderThatItIsFrom() throws IOException {
    String path = temp.resolve("stage").toString();
    stage.setHidden("first").save(path);
    ModelAttention loaded = ModelAttention.load(path);
    ModelAttention.load(path).setNormalize(true).write().overwrite().save(path);
    ModelAttention again = ModelAttention.load(path);
    assertThat(again.getNormalize()).isTrue();
    assertThat(again.getHidden()).isEqualTo("first");
    assertThat(Tables.byId(again.setNormalize(false).transform(texts())))
        .isEqualTo(Tables.byId(loaded.transform(texts())))
        .isEqualTo(Tables.byId(stage.transform(texts())));
  }

  @Test
  void rowsWithoutTextAreInvalid() {
    Dataset<Row> rows =
        Tables.of(
                Arrays.asList(
                    RowFactory.create("the cat"),
                    RowFactory.create((Object) null),
                    RowFactory.create(" "),
                    RowFactory.create("a dog")),
                new StructType().add("text", "string"))
            .coalesce(1);
    assertThatThrownBy(() -> stage.transform(rows).collectAsList())
        .hasStackTraceContaining("row 1 of partition 0 (from 0): null_text: column text is null");
    assertThat(stage.setHandleInvalid("skip").transform(rows).collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("the cat", "a dog");
    assertThat(stage.setHandleInvalid("keep").transform(rows).collectAsList())
        .extracting(row -> row.isNullAt(1) && row.isNullAt(2) && row.isNullAt(3))
        .containsExactly(false, true, true, false);
    assertThatThrownBy(
            () ->
                stage.setHandleInvalid("error").setMaxRowBytes(100).transform(rows).collectAsList())
        .hasStackTraceContaining("too_long: attention of its");
  }

  @Test
  void paramsThatCannotBe() {
    assertThatThrownBy(() -> ModelAttention.fromModel("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model nowhere: does not exist");
    assertThatThrownBy(() -> stage.setLayers("x"))
        .hasMessageContaining("'x' is neither a layer nor");
    assertThatThrownBy(() -> stage.setLayers("7").transform(texts()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model has the layers 0 to 2");
    stage.setLayers("all");
    assertThatThrownBy(() -> stage.setHidden("last")).hasMessageContaining("'last' is none of");
    assertThatThrownBy(() -> stage.setInputCol("label").transform(texts()))
        .hasMessageContaining(
            "inputCol label: is of type int; text is a string, words are array<string>");
    stage.setInputCol("text");
    assertThatThrownBy(() -> stage.setMaxTokens(99).transform(texts()))
        .hasMessageContaining("maxTokens 99: the model has positions for 24 tokens");
    stage.setMaxTokens(5);
    assertThatThrownBy(() -> stage.setAttentionCol("").setHiddenCol("").transform(texts()))
        .hasMessageContaining("leaves nothing to add");
    Row cut = stage.setHiddenCol("states").transform(texts()).head();
    assertThat(cut.getList(cut.fieldIndex("tokens"))).hasSize(5);
  }
}
