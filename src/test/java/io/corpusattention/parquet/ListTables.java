package io.corpusattention.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.corpus.PlainFiles;
import io.corpusattention.job.run.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;

/** Creates tables with lists, for the list reader and for Spark's own reader. */
abstract class ListTables {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("vectors", DataTypes.createArrayType(DataTypes.FloatType, true))
          .add("name", DataTypes.StringType)
          .add("words", DataTypes.createArrayType(DataTypes.StringType, true))
          .add("places", DataTypes.createArrayType(DataTypes.IntegerType, true));

  @TempDir Path temp;

  /** Returns rows of random lists: many with one element, some with hundreds, some empty. */
  static List<Row> randomRows(int count, double nulls) {
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

  static Dataset<Row> table(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  String write(List<Row> rows, Map<String, String> options) {
    String path = temp.resolve("table " + System.nanoTime()).toString();
    table(rows).write().options(options).parquet(path);
    return path;
  }

  static Dataset<Row> read(String path) {
    return SharedSpark.session().read().parquet(path);
  }

  static Dataset<Row> withListReader(String path) {
    return PlainFiles.load(SharedSpark.session(), "parquet", List.of(path));
  }

  static List<Row> assertSameRows(String path, String... columns) {
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
}
