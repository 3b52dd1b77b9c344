package io.corpusattention.corpus;

import static io.corpusattention.job.run.Corpora.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that the same sentences give the same bits in any input format. */
class InputsTest {
  private static final int SENTENCES = 20;
  private static final DataType VECTORS = DataTypes.createArrayType(SQLDataTypes.VectorType());

  @TempDir private Path temp;
  private final List<Row> sentences = Corpora.sentences(SENTENCES);
  private Runs runs;
  private String flat;
  private Map<String, Row> expected;

  @BeforeEach
  void makeCorpus() {
    String weights = Corpora.weights(temp.resolve("weights"));
    runs = new Runs(temp, "--weights", weights, "--heads", "4");
    flat = Corpora.write(temp.resolve("flat"), sentences, Corpora.schema(), 2);
    expected = runs.table("expected", "--input", flat);
  }

  /** Converts a sentence's floats to one value of the embeddings column. */
  private interface Layout {
    Object of(List<Float> values);
  }

  private static List<List<Float>> tokens(List<Float> values) {
    return IntStream.range(0, values.size() / WIDTH)
        .mapToObj(i -> values.subList(i * WIDTH, (i + 1) * WIDTH))
        .toList();
  }

  private static List<Double> doubles(List<Float> values) {
    return values.stream().map(Float::doubleValue).toList();
  }

  private static Vector vector(List<Float> values) {
    return Vectors.dense(values.stream().mapToDouble(Float::doubleValue).toArray());
  }

  private static byte[] bytes(List<Float> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putFloat);
    return bytes.array();
  }

  private String write(String name, DataType type, List<Row> rows, Layout layout) {
    List<Row> changed = new ArrayList<>();
    for (Row row : rows) {
      Object embeddings = row.isNullAt(2) ? null : layout.of(row.getAs(2));
      changed.add(RowFactory.create(row.get(0), row.get(1), embeddings));
    }
    StructType schema = Corpora.schema(DataTypes.LongType, type);
    return Corpora.write(temp.resolve(name), changed, schema, 2);
  }

  @Test
  void everyLayoutOfEmbeddings() {
    DataType nested = DataTypes.createArrayType(Corpora.FLOATS);
    DataType nestedDoubles = DataTypes.createArrayType(Corpora.DOUBLES);
    Map<String, String> inputs =
        Map.of(
            "doubles", write("doubles", Corpora.DOUBLES, sentences, InputsTest::doubles),
            "nested", write("nested", nested, sentences, InputsTest::tokens),
            "both",
                write(
                    "both",
                    nestedDoubles,
                    sentences,
                    values -> tokens(values).stream().map(InputsTest::doubles).toList()),
            "binary", write("binary", DataTypes.BinaryType, sentences, InputsTest::bytes),
            "vectors",
                write(
                    "vectors",
                    VECTORS,
                    sentences,
                    values -> tokens(values).stream().map(InputsTest::vector).toList()));
    inputs.forEach(
        (name, input) ->
            Attend.assertSameBits(runs.table("of-" + name, "--input", input), expected));
  }

  @Test
  void sparseVectorsStandForTheirDenseOnes() {
    List<Row> holed = new ArrayList<>();
    for (Row row : sentences) {
      List<Float> values = new ArrayList<>(row.<List<Float>>getAs(2));
      for (int i = 0; i < values.size(); i++) {
        values.set(i, i % 3 == 0 ? 0f : values.get(i));
      }
      holed.add(RowFactory.create(row.get(0), row.get(1), values));
    }
    String dense = Corpora.write(temp.resolve("dense"), holed, Corpora.schema(), 2);
    Layout everyOtherSparse =
        values -> {
          List<Vector> vectors = new ArrayList<>();
          for (List<Float> token : tokens(values)) {
            Vector vector = vector(token);
            vectors.add(vectors.size() % 2 == 0 ? vector.toSparse() : vector);
          }
          return vectors;
        };
    String sparse = write("sparse", VECTORS, holed, everyOtherSparse);
    Attend.assertSameBits(
        runs.table("of-sparse", "--input", sparse), runs.table("of-dense", "--input", dense));
  }

  @Test
  void filesOfOtherFormats() {
    var table = SharedSpark.session().read().parquet(flat);
    table.write().orc(temp + "/orc");
    table.write().json(temp + "/json");
    Attend.assertSameBits(
        runs.table("of-orc", "--input", temp + "/orc", "--input-format", "orc"), expected);
    Attend.assertSameBits(
        runs.table("of-json", "--input", temp + "/json", "--input-format", "JSON"), expected);
  }

  @Test
  void filesAndFoldersWhateverCharactersAreInTheirNames() throws IOException {
    for (String name : List.of("[draft]", "a,b", "what?*", "{a,b}", "at 10:30")) {
      String folder = temp.resolve("of " + name).toString();
      SharedSpark.session().read().parquet(flat).write().parquet(folder);
      Attend.assertSameBits(
          runs.table(
              "run-" + expected.size() + name.length(), "--input", folder, "--mode", "overwrite"),
          expected);
      SharedSpark.session().read().parquet(flat).write().json(folder + ".json");
      Attend.assertSameBits(
          runs.table(
              "json-" + name.length(),
              "--input",
              folder + ".json",
              "--input-format",
              "json",
              "--mode",
              "overwrite"),
          expected);
    }
  }

  @Test
  void tablesAndViewsOfTheCatalog() {
    var table = SharedSpark.session().read().parquet(flat);
    String path = temp.resolve("warehouse").toString();
    table.write().mode("overwrite").option("path", path).saveAsTable("embedded_sentences");
    table.selectExpr("*", "length(tokens[0]) AS size").createOrReplaceTempView("a_view");
    Attend.assertSameBits(runs.table("of-table", "--input-table", "embedded_sentences"), expected);
    Attend.assertSameBits(
        runs.table("of-view", "--input-table", "default.embedded_sentences"), expected);
    Attend.assertSameBits(
        runs.table("of-temp", "--input-table", "a_view", "--keep", "size"), expected);
    Attend.assertSameBits(
        runs.table("of-path", "--input-table", "parquet.`" + flat + "`"), expected);
    SharedSpark.session().sql("DROP TABLE embedded_sentences");
  }

  @Test
  void badRecordsOfEveryLayoutAreSetAsideWithTheirReason() {
    List<Row> rows = new ArrayList<>(sentences);
    int bad = 100;
    rows.add(RowFactory.create(100L, Corpora.words(2), null));
    rows.add(RowFactory.create(101L, Corpora.words(2), List.of()));
    rows.add(RowFactory.create(102L, Corpora.words(2), Corpora.floats(bad, WIDTH)));
    List<Float> notFinite = new ArrayList<>(Corpora.floats(bad, 2 * WIDTH));
    notFinite.set(3, Float.NaN);
    rows.add(RowFactory.create(103L, Corpora.words(2), notFinite));
    Map<String, String> expectedReasons =
        Map.of(
            "100", "null_embeddings",
            "101", "empty",
            "102", "wrong_length",
            "103", "not_finite");
    Map<String, String> inputs =
        Map.of(
            "binary", write("binary", DataTypes.BinaryType, rows, InputsTest::bytes),
            "vectors",
                write(
                    "vectors",
                    VECTORS,
                    rows,
                    values -> tokens(values).stream().map(InputsTest::vector).toList()));
    inputs.forEach(
        (name, input) -> {
          Map<String, Row> table =
              runs.table(name + "-out", "--input", input, "--on-bad-record", "reject");
          Attend.assertSameBits(table, expected);
          assertThat(Attend.rejected(temp.resolve(name + "-out"))).isEqualTo(expectedReasons);
        });
  }

  @Test
  void bytesAndVectorsThatAreDamagedAreSetAside() {
    byte[] whole = bytes(Corpora.floats(1, 2 * WIDTH));
    List<Row> rows =
        List.of(
            RowFactory.create(1L, Corpora.words(2), whole),
            RowFactory.create(2L, Corpora.words(2), Arrays.copyOf(whole, whole.length - 1)),
            RowFactory.create(3L, Corpora.words(2), Arrays.copyOf(whole, whole.length - 4)));
    StructType schema = Corpora.schema(DataTypes.LongType, DataTypes.BinaryType);
    String input = Corpora.write(temp.resolve("torn"), rows, schema, 1);
    assertThat(runs.table("torn-out", "--input", input, "--on-bad-record", "reject")).hasSize(1);
    assertThat(Attend.rejected(temp.resolve("torn-out")))
        .isEqualTo(Map.of("2", "wrong_length", "3", "wrong_length"));

    List<Row> vectors =
        List.of(
            RowFactory.create(1L, Corpora.words(2), List.of(1f)),
            RowFactory.create(2L, Corpora.words(2), List.of(2f)),
            RowFactory.create(3L, Corpora.words(2), List.of(3f)));
    Vector good = vector(Corpora.floats(1, WIDTH));
    Layout layout =
        number ->
            switch (number.get(0).intValue()) {
              case 1 -> List.of(good, good);
              case 2 -> List.of(good, vector(Corpora.floats(1, 3)));
              default -> Arrays.asList(good, null);
            };
    input = write("ragged", VECTORS, vectors, layout);
    assertThat(runs.table("ragged-out", "--input", input, "--on-bad-record", "reject")).hasSize(1);
    assertThat(Attend.rejected(temp.resolve("ragged-out")))
        .isEqualTo(Map.of("2", "ragged", "3", "null_element"));
  }

  @Test
  void jsonThatIsNotOneObjectALineOrHasOnlyWholeNumbersIsToldHowToBe() throws IOException {
    Path json = Files.writeString(temp.resolve("pretty.json"), "[\n{\"sentence_id\":\n1}\n]\n");
    runs.refuse(
        List.of("--input", json.toString(), "--input-format", "json"), "each line must be one");
    Files.writeString(json, "{\"sentence_id\": 1, \"embeddings\": [1, 2]}\n");
    runs.refuse(
        List.of("--input", json.toString(), "--input-format", "json"), "array<bigint>", "point");
  }

  @Test
  void orcFilesThatDisagreeInTheirColumnsAreRefused() {
    String folder = temp.resolve("orc").toString();
    Dataset<Row> corpus = SharedSpark.session().read().parquet(flat);
    corpus.write().orc(folder);
    corpus.withColumnRenamed("tokens", "words").write().mode("append").orc(folder);
    runs.refuse(
        List.of("--input", folder, "--input-format", "orc"), "--input", "all files must agree");
  }

  @Test
  void inputsThatCannotBeAreRefusedInOneLine() {
    runs.refuse(List.of(), "--input is missing", "--input-table");
    runs.refuse(List.of("--input", flat, "--input-table", "t"), "--input-table t", "one of them");
    runs.refuse(List.of("--input-table", "nowhere"), "--input-table nowhere", "no such table");
    runs.refuse(List.of("--input-table", "no where"), "--input-table no where");
    runs.refuse(List.of("--input-table", "t", "--input-format", "orc"), "--input-format orc");
    runs.refuse(List.of("--input", flat, "--input-format", "excel"), "--input-format excel");
    runs.refuse(List.of("--input", flat, "--input-format", "avro"), "avro", "spark-avro");
    runs.refuse(List.of("--input", flat, "--input-format", "orc"), "--input", "orc");
    for (String format : List.of("text", "csv")) {
      runs.refuse(
          List.of("--input", flat, "--input-format", format),
          "is Parquet; say --input-format parquet");
    }
    for (String format : List.of("jdbc", "rate", "socket", "xml", "libsvm")) {
      runs.refuse(
          List.of("--input", flat, "--input-format", format), "--input", "as " + format, "json");
    }
    runs.refuse(List.of("--input-table", "a..b"), "--input-table a..b", "how a table is named");
  }
}
