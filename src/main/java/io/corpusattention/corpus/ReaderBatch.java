package io.corpusattention.corpus;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Reduces the batch size of Spark's columnar readers if rows are wide. */
public final class ReaderBatch {
  /** Roughly how many bytes of decoded rows Spark's readers may hold at once. */
  private static final long BATCH_BYTES = 16L << 20;

  private static final int MAX_ROWS = 4096;

  private static final List<String> SETTINGS =
      List.of("spark.sql.parquet.columnarReaderBatchSize", "spark.sql.orc.columnarReaderBatchSize");

  private ReaderBatch() {}

  /**
   * Returns how many rows a reader should decode at once. Spark's default, 4096, takes gigabytes if
   * a row is a long sentence.
   *
   * @param widestRow the size of a row in bytes
   */
  public static int rows(long widestRow) {
    return (int) Math.max(1, Math.min(MAX_ROWS, BATCH_BYTES / Math.max(1, widestRow)));
  }

  /** Runs an action with the batch size for these files, then restores the settings. */
  public static <T> T during(SparkSession spark, CorpusFiles files, Supplier<T> action) {
    return during(spark, files.readerBatchSize(), action);
  }

  /**
   * Runs an action with readers that decode this number of rows at once, then restores the
   * settings.
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
