package io.corpusattention.job;

import io.corpusattention.corpus.CorpusFiles;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Makes the batches of Spark's columnar readers small where rows are wide. */
final class ReaderBatch {
  private static final List<String> SETTINGS =
      List.of("spark.sql.parquet.columnarReaderBatchSize", "spark.sql.orc.columnarReaderBatchSize");

  private ReaderBatch() {}

  /** Plans and runs something with the readers set for these files, then sets them back. */
  static <T> T during(SparkSession spark, CorpusFiles files, Supplier<T> action) {
    List<String> before = SETTINGS.stream().map(spark.conf()::get).toList();
    SETTINGS.forEach(setting -> spark.conf().set(setting, files.readerBatchSize()));
    try {
      return action.get();
    } finally {
      for (int i = 0; i < SETTINGS.size(); i++) {
        spark.conf().set(SETTINGS.get(i), before.get(i));
      }
    }
  }
}
