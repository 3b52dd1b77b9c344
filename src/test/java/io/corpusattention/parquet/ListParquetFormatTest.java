package io.corpusattention.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.PlainFiles;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with lists: the reader of lists gives what Spark's own reader gives. */
class ListParquetFormatTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("vectors", DataTypes.createArrayType(DataTypes.FloatType, true))
          .add("name", DataTypes.StringType)
          .add("words", DataTypes.createArrayType(DataTypes.StringType, true))
          .add("places", DataTypes.createArrayType(DataTypes.IntegerType, true));

  @TempDir private Path temp;

  static Stream<Arguments> writers() {
    List<Arguments> writers = new ArrayList<>();
    for (String codec : List.of("none", "snappy", "zstd", "gzip")) {
      writers.add(Arguments.of(codec, "PARQUET_1_0", true));
      writers.add(Arguments.of(codec, "PARQUET_1_0", false));
      writers.add(Arguments.of(codec, "PARQUET_2_0", true));
    }
    writers.add(Arguments.of("snappy", "PARQUET_2_0", false));
    return writers.stream();
  }

  @ParameterizedTest
  @MethodSource("writers")
  void givesTheSameRowsWhateverTheCodecThePagesAndTheEncoding(
      String codec, String version, boolean dictionary) {
    String path =
        write(
            randomRows(2000, 0.1),
            Map.of(
                "compression",
                codec,
                "parquet.writer.version",
                version,
                "parquet.enable.dictionary",
                String.valueOf(dictionary),
                "parquet.page.size",
                "3000",
                "parquet.block.size",
                "150000"));
    assertSameRows(path);
  }

  @Test
  void givesTheSameRowsWhereNothingIsNull() {
    assertSameRows(write(randomRows(2000, 0), Map.of("parquet.page.size", "3000")));
  }

  @Test
  void givesTheSameRowsWhereNearlyAllIsNull() {
    assertSameRows(write(randomRows(500, 0.97), Map.of("parquet.page.size", "300")));
  }

  @Test
  void givesTheSameRowsOfColumnsInAnyOrderAndOfListsAlone() {
    String path = write(randomRows(300, 0.1), Map.of());
    assertSameRows(path, "words", "id");
    assertSameRows(path, "vectors");
    assertSameRows(path, "words", "vectors", "places");
    assertSameRows(path, "name");
  }

  @Test
  void givesEachRowOnceWhereFilesAreSplitAndBatchesAreSmall() {
    String path = write(randomRows(3000, 0.05), Map.of("parquet.block.size", "60000"));
    during(
        Map.of(
            "spark.sql.files.maxPartitionBytes", "50000",
            "spark.sql.parquet.columnarReaderBatchSize", "7"),
        () -> {
          assertThat(read(path).rdd().getNumPartitions()).isGreaterThan(4);
          assertSameRows(path);
        });
  }

  @Test
  void givesTheSameRowsWithValuesFromTheNamesOfFolders() {
    String path = temp.resolve("folders").toString();
    table(randomRows(200, 0.1))
        .withColumn("part", org.apache.spark.sql.functions.expr("id % 3"))
        .write()
        .partitionBy("part")
        .parquet(path);
    assertSameRows(path);
  }

  @Test
  void readsPlainAndDictionaryPagesOfEitherVersionItself() throws IOException {
    for (String version : List.of("PARQUET_1_0", "PARQUET_2_0")) {
      String path =
          write(
              randomRows(500, 0.1),
              Map.of("parquet.writer.version", version, "parquet.page.size", "3000"));
      assertThat(readsItself(path, "vectors")).isTrue();
      assertThat(readsItself(path, "words")).isTrue();
    }
  }

  @Test
  void leavesOtherEncodingsToSpark() throws IOException {
    String path =
        write(
            randomRows(500, 0.1),
            Map.of("parquet.writer.version", "PARQUET_2_0", "parquet.enable.dictionary", "false"));
    assertThat(readsItself(path, "words")).isFalse();
    assertSameRows(path);
  }

  @Test
  void leavesListsOfTwoLevelsToSpark() throws IOException {
    String path =
        write(
            "message spark_schema { required int64 id;"
                + " optional group vectors (LIST) { repeated float array; } }",
            group -> {
              Group list = group.append("id", 1L).addGroup("vectors");
              list.append("array", 1.5f).append("array", -2f);
            });
    assertThat(readsItself(path, "vectors")).isFalse();
    assertThat(assertSameRows(path).get(0).getList(1)).containsExactly(1.5f, -2f);
  }

  @Test
  void readsListsThatCannotBeNullAndWhateverTheirLevelsAreCalled() throws IOException {
    String path =
        write(
            "message spark_schema { required int64 id;"
                + " required group vectors (LIST) { repeated group bag { required float item; } }"
                + " optional group words (LIST) { repeated group list {"
                + " optional binary element (UTF8); } } }",
            group -> {
              Group list = group.append("id", 1L).addGroup("vectors");
              list.addGroup("bag").append("item", 1.5f);
              list.addGroup("bag").append("item", -2f);
              group.addGroup("words").addGroup("list").append("element", "käse");
            });
    assertThat(readsItself(path, "vectors")).isTrue();
    Row row = assertSameRows(path).get(0);
    assertThat(row.getList(1)).containsExactly(1.5f, -2f);
    assertThat(row.getList(2)).containsExactly("käse");
  }

  @Test
  void tellsThatAFileIsDamagedOrReadsItAndNothingElse() throws IOException {
    int told = 0;
    Random random = new Random(7);
    for (String version : List.of("PARQUET_1_0", "PARQUET_2_0")) {
      String folder =
          write(
              randomRows(100, 0.7),
              Map.of("parquet.writer.version", version, "compression", "none"));
      byte[] whole = Files.readAllBytes(files(Path.of(folder)).get(0));
      for (int i = 0; i < 25; i++) {
        byte[] damaged = whole.clone();
        for (int flips = 0; flips < 3; flips++) {
          damaged[4 + random.nextInt(whole.length - 3000)] ^= (byte) (1 << random.nextInt(8));
        }
        Path file = temp.resolve("damaged " + version + i + ".parquet");
        Files.write(file, damaged);
        try {
          Dataset<Row> lists = withListReader(file.toString()).select("vectors", "words");
          assertThat(lists.collectAsList()).isNotNull();
        } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
          CorpusSource source = new CorpusSource.Paths(List.of(file.toString()), "parquet");
          assertThat(ReadFailure.of(source, e)).isInstanceOf(BadSettingException.class);
          told++;
        }
      }
    }
    assertThat(told).isGreaterThan(5);
  }

  @Test
  void findsTheColumnsThatSparkFinds() {
    String path = temp.resolve("two kinds of files").toString();
    table(randomRows(10, 0)).drop("places").write().parquet(path);
    table(randomRows(10, 0)).drop("name").write().mode("append").parquet(path);
    assertThat(withListReader(path).schema()).isEqualTo(read(path).schema());
    during(
        Map.of("spark.sql.parquet.mergeSchema", "true"),
        () -> {
          assertThat(withListReader(path).schema()).isEqualTo(read(path).schema());
          assertThat(withListReader(path).columns()).contains("name", "places");
        });
  }

  @Test
  void saysWhatSparkSaysOfAFileWithoutAFooter() throws IOException {
    Path file = Files.writeString(temp.resolve("text.parquet"), "no Parquet");
    CorpusSource source = new CorpusSource.Paths(List.of(file.toString()), "parquet");
    Exception bySpark = catchException(() -> read(file.toString()));
    Exception byList = catchException(() -> withListReader(file.toString()));
    assertThat(ReadFailure.of(source, byList))
        .isInstanceOf(BadSettingException.class)
        .hasMessage(ReadFailure.of(source, bySpark).getMessage());
  }

  /** Rows of random lists: many of one element, some of hundreds, some empty. */
  private static List<Row> randomRows(int count, double nulls) {
    Random random = new Random(count);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < count; id++) {
      List<Float> vectors = new ArrayList<>();
      List<String> words = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      int length = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(3);
      for (int i = 0; i < length; i++) {
        boolean empty = random.nextDouble() < nulls;
        vectors.add(empty ? null : (float) random.nextGaussian());
        words.add(empty ? null : "wört".substring(random.nextInt(5)) + random.nextInt(50));
        places.add(empty ? null : i);
      }
      rows.add(
          RowFactory.create(
              id,
              random.nextDouble() < nulls ? null : vectors,
              random.nextDouble() < nulls ? null : "name " + id % 7,
              random.nextDouble() < nulls ? null : words,
              places));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  private String write(List<Row> rows, Map<String, String> options) {
    String path = temp.resolve("table " + System.nanoTime()).toString();
    table(rows).write().options(options).parquet(path);
    return path;
  }

  /** Writes one record as parquet-java does, without Spark. */
  private String write(String schema, Consumer<Group> fill) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Path file = temp.resolve("file " + System.nanoTime() + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withWriterVersion(WriterVersion.PARQUET_1_0)
            .build()) {
      Group group = new SimpleGroup(type);
      fill.accept(group);
      writer.write(group);
    }
    return file.toString();
  }

  private static Dataset<Row> read(String path) {
    return SharedSpark.session().read().parquet(path);
  }

  private static Dataset<Row> withListReader(String path) {
    return PlainFiles.load(SharedSpark.session(), "parquet", List.of(path));
  }

  private static List<Row> assertSameRows(String path, String... columns) {
    Dataset<Row> expected = selected(read(path), columns);
    Dataset<Row> actual = selected(withListReader(path), columns);
    assertThat(actual.schema()).isEqualTo(expected.schema());
    List<Row> rows = actual.collectAsList();
    assertThat(rows).isNotEmpty().isEqualTo(expected.collectAsList());
    return rows;
  }

  private static Dataset<Row> selected(Dataset<Row> table, String... columns) {
    return columns.length == 0
        ? table
        : table.select(columns[0], Arrays.stream(columns).skip(1).toArray(String[]::new));
  }

  /** Whether the reader of lists takes the files' column, rather than leaving it to Spark's. */
  private static boolean readsItself(String path, String column) throws IOException {
    StructField field = read(path).schema().apply(column);
    boolean all = true;
    for (Path file : files(Path.of(path))) {
      long size = Files.size(file);
      PartitionedFile part =
          new PartitionedFile(
              InternalRow.empty(),
              SparkPath.fromPathString(file.toString()),
              0,
              size,
              new String[0],
              0,
              size,
              scala.collection.immutable.Map$.MODULE$.empty());
      try (ListFile lists =
          ListFile.open(
              part, List.of(field), SharedSpark.session().sessionState().newHadoopConf())) {
        all &= lists != null;
      }
    }
    return all;
  }

  private static List<Path> files(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.parquet")) {
      List<Path> list = new ArrayList<>();
      files.forEach(list::add);
      return list;
    }
  }

  private static void during(Map<String, String> settings, Runnable action) {
    SparkSession spark = SharedSpark.session();
    settings.forEach(spark.conf()::set);
    try {
      action.run();
    } finally {
      settings.keySet().forEach(spark.conf()::unset);
    }
  }
}
