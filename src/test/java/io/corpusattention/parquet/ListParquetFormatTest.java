package io.corpusattention.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that the list reader returns the same values as Spark's own reader. */
class ListParquetFormatTest extends ListTables {
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
    // Like the job, Spark then reads values in folder names as strings.
    during(
        Map.of("spark.sql.sources.partitionColumnTypeInference.enabled", "false"),
        () -> assertSameRows(path));
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
