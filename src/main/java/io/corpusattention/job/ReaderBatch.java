package io.corpusattention.job;

import io.corpusattention.corpus.CorpusFiles;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Makes the batches of Spark's Parquet reader small where rows are wide. */
final class ReaderBatch {
  private static final String SETTING = "spark.sql.parquet.columnarReaderBatchSize";

  private ReaderBatch() {}

  /** Plans and runs something with the reader set for these files, then sets it back. */
  static <T> T during(SparkSession spark, CorpusFiles files, Supplier<T> action) {
    String before = spark.conf().get(SETTING);
    spark.conf().set(SETTING, files.readerBatchSize());
    try {
      return action.get();
    } finally {
      spark.conf().set(SETTING, before);
    }
  }
}
