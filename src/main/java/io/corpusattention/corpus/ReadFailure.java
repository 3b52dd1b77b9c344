package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Tells an input that cannot be read, which is the user's to mend, from an error of ours. */
public final class ReadFailure {
  private ReadFailure() {}

  /**
   * An exception for what Spark threw while it read the input.
   *
   * @param input the option with its value
   * @return a BadSettingException where a file is at fault, else the exception itself, unchecked
   */
  public static RuntimeException of(String input, Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BadSettingException setting) {
        return setting;
      }
      String condition =
          t instanceof SparkThrowable spark && spark.getCondition() != null
              ? spark.getCondition()
              : "";
      if (condition.startsWith("UNABLE_TO_INFER_SCHEMA")) {
        return new BadSettingException(input + ": holds no Parquet files", failure);
      }
      if (condition.startsWith("FAILED_READ_FILE") || t instanceof AnalysisException) {
        return unreadable(input, t, failure);
      }
      if (t.getClass().getName().startsWith("org.apache.parquet.")) {
        return unreadable(input, t, failure);
      }
    }
    if (failure instanceof RuntimeException runtime && !(failure instanceof SparkException)) {
      return runtime;
    }
    return new IllegalStateException(failure);
  }

  private static BadSettingException unreadable(String input, Throwable at, Exception failure) {
    String where = RootCause.of(new Exception(at.getMessage()));
    String why = RootCause.of(at);
    return new BadSettingException(
        input
            + ": cannot be read as Parquet: "
            + (where.equals(why) ? why : where + " " + why)
            + "; mend, rewrite or leave out that file",
        failure);
  }
}
