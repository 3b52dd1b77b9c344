package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that a model gives the same bits as jobs/attend and keeps the existing columns. */
class SelfAttentionModelTest {
  private static final List<String> COLUMNS = List.of("attention", "context", "attention_received");

  @TempDir private Path temp;
  private SelfAttentionModel model;

  @BeforeEach
  void readWeights() {
    SharedSpark.session();
    model =
        SelfAttentionModel.fromWeights(Tables.WEIGHTS)
            .setAttentionReceivedCol("attention_received");
  }

  /** Returns the attention table that the job writes for the sample, by id. */
  private Map<String, Row> attend(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--input", Tables.SENTENCES, "--weights", Tables.WEIGHTS));
    all.addAll(List.of("--output", temp.resolve("run").toString()));
    Attend run = Attend.run(all.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Attend.table(temp.resolve("run"));
  }

  private static void assertSameBits(
      Map<String, Row> actual, Map<String, Row> attended, Map<String, String> columns) {
    assertThat(actual).hasSameSizeAs(attended);
    actual.forEach(
        (id, row) ->
            columns.forEach(
                (column, inTable) ->
                    assertThat(row.<Object>getAs(column))
                        .as("%s of %s", column, id)
                        .isEqualTo(attended.get(id + "/0").<Object>getAs(inTable))));
  }

  private void assertAsAttend(Map<String, String> columns, String... options) {
    assertSameBits(Tables.byId(model.transform(Tables.sample())), attend(options), columns);
  }

  private static Map<String, String> same(List<String> columns) {
    return columns.stream().collect(Collectors.toMap(c -> c, c -> c));
  }

  @Test
  void softAttentionHasTheBitsOfTheJobInAnyPartitions() {
    Map<String, Row> attended = attend();
    assertThat(attended).hasSizeGreaterThan(50);
    for (int partitions : new int[] {1, 7}) {
      Dataset<Row> out = model.transform(Tables.sample().repartition(partitions));
      assertSameBits(Tables.byId(out), attended, same(COLUMNS));
    }
  }

  @Test
  void masksAndScalesAreThoseOfTheJob() {
    model.setMask("window:2").setScale(0.5).setTemperature(2).setHeads(2);
    assertAsAttend(
        same(COLUMNS),
        "--mask",
        "window:2",
        "--scale",
        "0.5",
        "--temperature",
        "2",
        "--heads",
        "2");
  }

  @Test
  void drawsOfTheSameSeedAreThoseOfTheJob() {
    model.setAlignment("sample").setSeed(7).setDraws(3).setIdCol("sentence_id");
    assertAsAttend(same(COLUMNS), "--alignment", "sample", "--seed", "7", "--draws", "3");
  }

  @Test
  void theHeaviestKeysAreThoseOfTheJob() {
    model.setAttention("top-k:3").setAttentionCol("a");
    assertAsAttend(
        Map.of(
            "a_keys", "attention_keys",
            "a_weights", "attention_weights",
            "a_kept_mass", "kept_mass",
            "context", "context"),
        "--attention",
        "top-k:3");
  }

  @Test
  void everyLayoutOfEmbeddingsGivesTheSame() {
    String weights = Corpora.weights(temp.resolve("weights"));
    SelfAttentionModel ofCorpus = SelfAttentionModel.fromWeights(weights).setHeads(4);
    List<Row> sentences = Corpora.sentences(30);
    Map<String, Row> expected =
        Tables.byId(ofCorpus.transform(Tables.of(sentences, Corpora.schema())));
    Map<String, DataType> types =
        Map.of(
            "doubles",
            Corpora.DOUBLES,
            "lists",
            DataTypes.createArrayType(Corpora.FLOATS),
            "vectors",
            DataTypes.createArrayType(SQLDataTypes.VectorType()),
            "bytes",
            DataTypes.BinaryType);
    types.forEach(
        (layout, type) -> {
          List<Row> rows =
              sentences.stream()
                  .map(
                      row ->
                          RowFactory.create(
                              row.get(0), row.get(1), as(layout, row.<List<Float>>getAs(2))))
                  .toList();
          Dataset<Row> table = Tables.of(rows, Corpora.schema(DataTypes.LongType, type));
          Map<String, Row> actual = Tables.byId(ofCorpus.setTokensCol("tokens").transform(table));
          assertThat(actual).hasSameSizeAs(expected);
          actual.forEach(
              (id, row) ->
                  assertThat(row.<Object>getAs("context"))
                      .as("%s of %s", layout, id)
                      .isEqualTo(expected.get(id).<Object>getAs("context")));
        });
  }

  private static Object as(String layout, List<Float> values) {
    double[] doubles = values.stream().mapToDouble(Float::doubleValue).toArray();
    List<List<Float>> tokens = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (int at = 0; at < doubles.length; at += Corpora.WIDTH) {
      tokens.add(values.subList(at, at + Corpora.WIDTH));
      vectors.add(Vectors.dense(Arrays.copyOfRange(doubles, at, at + Corpora.WIDTH)));
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * doubles.length).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putFloat);
    return switch (layout) {
      case "doubles" -> doubles;
      case "lists" -> tokens;
      case "vectors" -> vectors;
      default -> bytes.array();
    };
  }

  @Test
  void pooledIsTheMeanOfTheContextVectorsWhateverElseIsAdded() {
    Map<String, Row> all = Tables.byId(model.transform(Tables.sample()));
    SelfAttentionModel alone =
        SelfAttentionModel.fromWeights(Tables.WEIGHTS).setAttentionCol("").setContextCol("");
    Dataset<Row> table = alone.transform(Tables.sample());
    assertThat(table.columns()).containsExactly("sentence_id", "tokens", "embeddings", "pooled");
    Tables.byId(table)
        .forEach(
            (id, row) -> {
              Vector pooled = row.getAs("pooled");
              assertThat(pooled).isEqualTo(all.get(id).<Vector>getAs("pooled"));
              List<Float> context = Attend.list(all.get(id), "context");
              int n = row.getList(row.fieldIndex("tokens")).size();
              for (int i = 0; i < pooled.size(); i++) {
                double sum = 0;
                for (int token = 0; token < n; token++) {
                  sum += context.get(token * pooled.size() + i);
                }
                assertThat(pooled.apply(i)).isEqualTo(sum / n);
              }
            });
  }

  @Test
  void rowsKeepTheirColumnsAndTheirOrder() {
    Dataset<Row> table =
        Tables.sample()
            .selectExpr("*", "named_struct('a', map('k', tokens)) AS more", "date'2020-02-02' AS d")
            .coalesce(1);
    List<Row> before = table.collectAsList();
    List<Row> after =
        model
            .transform(table)
            .select("sentence_id", "tokens", "embeddings", "more", "d")
            .collectAsList();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void sinusoidalPositionsAreThoseOfEmbed() {
    Dataset<Row> tokens = Tables.sample().drop("embeddings");
    TokenEmbedder embedder = TokenEmbedder.fromFile(Tables.VECTORS);
    Map<String, Row> expected =
        Tables.byId(
            model
                .setPositions("none")
                .transform(
                    embedder
                        .copy(embedder.extractParamMap())
                        .setPositions("sinusoidal")
                        .transform(tokens)));
    Map<String, Row> actual =
        Tables.byId(model.setPositions("sinusoidal").transform(embedder.transform(tokens)));
    actual.forEach(
        (id, row) ->
            assertThat(row.<Object>getAs("context"))
                .isEqualTo(expected.get(id).<Object>getAs("context")));
  }

  @Test
  void paramsAreExplainedAndCopied() {
    assertThat(model.explainParams())
        .contains(
            "heads: query heads; they divide the columns of W_q (default: 4)",
            "mask: which keys a query sees: none (all), causal (none after it), window:R (at most R"
                + " places away) (default: none)",
            "maxRowBytes: ",
            "(default: 8388608)");
    assertThat(model.params()).hasSize(19);
    SelfAttentionModel copy = model.copy(new ParamMap().put(model.mask(), "causal"));
    assertThat(copy.getMask()).isEqualTo("causal");
    assertThat(copy.getHeads()).isEqualTo(4);
    assertThat(copy.getAttentionReceivedCol()).isEqualTo("attention_received");
    assertThat(model.getMask()).isEqualTo("none");
  }

  @Test
  void aStreamIsTransformedAsATableIs() throws Exception {
    Tables.sample().write().parquet(temp.resolve("stream").toString());
    Dataset<Row> stream =
        SharedSpark.session()
            .readStream()
            .schema(Tables.sample().schema())
            .parquet(temp.resolve("stream").toString());
    StreamingQuery query =
        model
            .transform(stream)
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", temp.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(temp.resolve("streamed").toString());
    assertThat(query.awaitTermination(120_000)).isTrue();
    assertThat(
            Tables.byId(SharedSpark.session().read().parquet(temp.resolve("streamed").toString())))
        .isEqualTo(Tables.byId(model.transform(Tables.sample())));
  }

  @Test
  void nothingIsReadBeforeRowsAreAskedFor() {
    UDF1<Long, Long> failing =
        id -> {
          throw new IllegalStateException("read");
        };
    SharedSpark.session().udf().register("failing", failing, DataTypes.LongType);
    Dataset<Row> shuffled =
        Tables.sample()
            .selectExpr("failing(sentence_id) AS sentence_id", "tokens", "embeddings")
            .repartition(3);
    Dataset<Row> transformed = model.transform(shuffled);
    assertThatThrownBy(transformed::collectAsList).hasStackTraceContaining("read");
  }
}
