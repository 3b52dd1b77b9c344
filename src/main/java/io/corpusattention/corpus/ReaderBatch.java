package io.corpusattention.corpus;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Makes the batches of Spark's columnar readers small where rows are wide. */
public final class ReaderBatch {
  /** Bytes of decoded rows that Spark's readers may hold at once, about. */
  private static final long BATCH_BYTES = 16L << 20;

  private static final int MAX_ROWS = 4096;

  private static final List<String> SETTINGS =
      List.of("spark.sql.parquet.columnarReaderBatchSize", "spark.sql.orc.columnarReaderBatchSize");

  private ReaderBatch() {}

  /**
   * Rows that a reader should decode at once. The default of Spark's readers, 4096, is gigabytes
   * where a row is a long sentence.
   *
   * @param widestRow bytes of a row
   */
  public static int rows(long widestRow) {
    return (int) Math.max(1, Math.min(MAX_ROWS, BATCH_BYTES / Math.max(1, widestRow)));
  }

  /** Plans and runs something with the readers set for these files, then sets them back. */
  public static <T> T during(SparkSession spark, CorpusFiles files, Supplier<T> action) {
    return during(spark, files.readerBatchSize(), action);
  }

  /**
   * Plans and runs something with readers that decode so many rows at once, then sets them back.
   */
  public static <T> T during(SparkSession spark, int rows, Supplier<T> action) {
    List<String> before = SETTINGS.stream().map(spark.conf()::get).toList();
    SETTINGS.forEach(setting -> spark.conf().set(setting, rows));
    try {
      return action.get();
    } finally {
      for (int i = 0; i < SETTINGS.size(); i++) {
        spark.conf().set(SETTINGS.get(i), before.get(i));
      }
    }
  }
}
