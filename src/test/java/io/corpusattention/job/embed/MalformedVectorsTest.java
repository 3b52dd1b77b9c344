package io.corpusattention.job.embed;

import static io.corpusattention.job.run.Corpora.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that records with malformed vectors are set aside and the others are computed. Any
 * program can write a file of spark.ml vectors, so they can be malformed in every way that the
 * file's types allow.
 */
class MalformedVectorsTest {
  private static final DataType VECTORS = DataTypes.createArrayType(SQLDataTypes.VectorType());

  /** The type that a file stores for a Spark vector. Each of these fields can be null in a file. */
  private static final DataType STORED =
      DataTypes.createArrayType(
          new StructType()
              .add("type", DataTypes.ByteType)
              .add("size", DataTypes.IntegerType)
              .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
              .add("values", Corpora.DOUBLES));

  private static final String NULL = "null_element";
  private static final String UNFIT = "wrong_length";
  private static final byte DENSE = 1;
  private static final byte SPARSE = 0;

  /** Malformed vectors, each with the reason why a sentence of two such vectors is rejected. */
  private static final List<Map.Entry<Row, String>> MALFORMED =
      List.of(
          Map.entry(sparse(WIDTH, List.of(0, 1), List.of(1.0)), UNFIT),
          Map.entry(sparse(WIDTH, List.of(WIDTH), List.of(1.0)), UNFIT),
          Map.entry(sparse(WIDTH, List.of(-1), List.of(1.0)), UNFIT),
          Map.entry(sparse(WIDTH, List.of(3, 2), List.of(1.0, 2.0)), UNFIT),
          Map.entry(sparse(-1, List.of(), List.of()), UNFIT),
          Map.entry(sparse(WIDTH + 1, List.of(0), List.of(1.0)), UNFIT),
          Map.entry(dense(Collections.nCopies(WIDTH - 1, 1.0)), UNFIT),
          Map.entry(vector((byte) 7, WIDTH, List.of(0), List.of(1.0)), UNFIT),
          Map.entry(vector(null, WIDTH, List.of(0), List.of(1.0)), NULL),
          Map.entry(vector(null, null, null, Collections.nCopies(WIDTH, 1.0)), NULL),
          Map.entry(sparse(null, List.of(0), List.of(1.0)), NULL),
          Map.entry(sparse(WIDTH, null, List.of(1.0)), NULL),
          Map.entry(sparse(WIDTH, Arrays.asList(null, 3), List.of(1.0, 2.0)), NULL),
          Map.entry(sparse(WIDTH, List.of(0, 1), Arrays.asList(1.0, null)), NULL),
          Map.entry(dense(null), NULL),
          Map.entry(dense(Arrays.asList(new Double[WIDTH])), NULL));

  private static final int SENTENCES = 200; // more than the preview reads

  @TempDir private Path temp;
  private Runs runs;
  private Map<String, Row> expected;

  private static Row vector(Byte type, Integer size, List<Integer> indices, List<Double> values) {
    return RowFactory.create(type, size, indices, values);
  }

  private static Row sparse(Integer size, List<Integer> indices, List<Double> values) {
    return vector(SPARSE, size, indices, values);
  }

  private static Row dense(List<Double> values) {
    return vector(DENSE, null, null, values);
  }

  @BeforeEach
  void computeTheGoodOnes() {
    String weights = Corpora.weights(temp.resolve("weights"));
    runs = new Runs(temp, "--weights", weights, "--heads", "4", "--on-bad-record", "reject");
    expected =
        runs.table(
            "expected",
            "--input",
            Corpora.write(temp.resolve("flat"), Corpora.sentences(SENTENCES), Corpora.schema(), 1));
  }

  /**
   * Writes the good sentences as vectors, with the malformed ones first or last, two vectors each.
   */
  private String corpus(boolean malformedFirst) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(SENTENCES)) {
      List<Float> values = row.getAs(2);
      List<Row> vectors =
          IntStream.range(0, values.size() / WIDTH)
              .mapToObj(i -> values.subList(i * WIDTH, (i + 1) * WIDTH))
              .map(token -> dense(token.stream().map(Float::doubleValue).toList()))
              .toList();
      rows.add(RowFactory.create(row.get(0), row.get(1), vectors));
    }
    for (int i = 0; i < MALFORMED.size(); i++) {
      Row vector = MALFORMED.get(i).getKey();
      Row row = RowFactory.create(1000L + i, Corpora.words(2), List.of(vector, vector));
      rows.add(malformedFirst ? i : rows.size(), row);
    }
    Path plain = temp.resolve("plain-" + malformedFirst);
    Corpora.write(plain, rows, Corpora.schema(DataTypes.LongType, STORED), 1);
    return sayVectors(plain, temp.resolve("vectors-" + malformedFirst + ".parquet"));
  }

  /** Copies the Parquet file with a footer that tells Spark that the column contains vectors. */
  @SuppressWarnings("deprecation") // the other constructors ask for encryption, too
  private static String sayVectors(Path folder, Path to) throws IOException {
    Path part;
    try (Stream<Path> files = Files.list(folder)) {
      part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Configuration conf = new Configuration();
    HadoopInputFile from = HadoopInputFile.fromPath(hadoop(part), conf);
    MessageType schema;
    try (ParquetFileReader reader = ParquetFileReader.open(from)) {
      schema = reader.getFileMetaData().getSchema();
    }
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(hadoop(to), conf),
            schema,
            ParquetFileWriter.Mode.CREATE,
            64L << 20,
            0)) {
      writer.start();
      writer.appendFile(from);
      writer.end(
          Map.of(
              "org.apache.spark.sql.parquet.row.metadata",
              Corpora.schema(DataTypes.LongType, VECTORS).json()));
    }
    return to.toString();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private void assertGoodOnesComputed(String name, String... input) {
    Attend.assertSameBits(runs.table(name, input), expected);
    Map<String, String> reasons =
        IntStream.range(0, MALFORMED.size())
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> Integer.toString(1000 + i), i -> MALFORMED.get(i).getValue()));
    assertThat(new TreeMap<>(Attend.rejected(runs.output(name)))).isEqualTo(new TreeMap<>(reasons));
  }

  @Test
  void malformedVectorsAreSetAsideAtTheHeadOfAFile() throws IOException {
    assertGoodOnesComputed("head", "--input", corpus(true));
  }

  @Test
  void malformedVectorsAreSetAsideFurtherOn() throws IOException {
    assertGoodOnesComputed("tail", "--input", corpus(false));
  }

  @Test
  void malformedVectorsOfATableAreSetAside() throws IOException {
    assertGoodOnesComputed("table", "--input-table", "parquet.`" + corpus(true) + "`");
  }

  @Test
  void malformedVectorsInAViewStopNothing() throws IOException {
    SharedSpark.session().read().parquet(corpus(true)).createOrReplaceTempView("vectors");
    Map<String, Row> table = runs.table("view", "--input-table", "vectors");
    assertThat(table).containsAllEntriesOf(expected);
  }

  @Test
  void queriesAsMalformedVectorsAreSetAside() throws IOException {
    String input = corpus(true);
    Map<String, Row> table =
        runs.table("queries", "--input", input, "--query-column", "embeddings");
    assertThat(table).hasSameSizeAs(expected);
    assertThat(Attend.rejected(runs.output("queries"))).hasSameSizeAs(MALFORMED);
  }
}
