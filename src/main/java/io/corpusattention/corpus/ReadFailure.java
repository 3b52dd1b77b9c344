package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Tells inputs that cannot be read, which the user can fix, from bugs in this program. */
public final class ReadFailure {
  private ReadFailure() {}

  /**
   * Converts an exception that Spark threw while it read the input.
   *
   * @return a BadSettingException if a file is at fault, an OutsideFailure if the environment is,
   *     or else the exception itself, unchecked
   */
  public static RuntimeException of(CorpusSource source, Exception failure) {
    Optional<OutsideFailure> outside = OutsideFailure.in(failure);
    if (outside.isPresent()) {
      return outside.get();
    }
    String format = source instanceof CorpusSource.Paths files ? files.format() : null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BadSettingException setting) {
        return setting;
      }
      String condition =
          t instanceof SparkThrowable spark && spark.getCondition() != null
              ? spark.getCondition()
              : "";
      if (condition.startsWith("UNABLE_TO_INFER_SCHEMA")) {
        return source.given().bad("holds no " + shown(format) + " files").causedBy(failure);
      }
      if (condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")) {
        return source
            .given()
            .bad(
                "the catalog has no such table or view; check its name and, for a catalog outside this session, Spark's catalog settings")
            .causedBy(failure);
      }
      if (condition.equals("PARSE_SYNTAX_ERROR") && format == null) {
        return source
            .given()
            .bad(
                "is not how a table is named; write NAME, DATABASE.NAME or CATALOG.DATABASE.NAME, and names with other characters between backquotes")
            .causedBy(failure);
      }
      // Spark reports the second for formats in separate packages, such as Avro.
      if (condition.equals("DATA_SOURCE_NOT_FOUND")
          || condition.equals("_LEGACY_ERROR_TEMP_1139")) {
        return Setting.INPUT_FORMAT
            .of(format)
            .bad(
                "this Spark has no such format; check its name, or add the package that reads it to Spark's classpath (for avro SPARK_SUBMIT_ARGS=\"--packages org.apache.spark:spark-avro_2.13:VERSION\")")
            .causedBy(failure);
      }
      if (condition.startsWith("FAILED_READ_FILE")) {
        return unreadable(source, format, t, failure);
      }
      if (t instanceof AnalysisException) {
        return notOpened(source, t, failure);
      }
      String thrower = t.getClass().getName();
      if (thrower.startsWith("org.apache.parquet.") || thrower.startsWith("org.apache.orc.")) {
        return unreadable(source, format, t, failure);
      }
    }
    if (failure instanceof RuntimeException runtime && !(failure instanceof SparkException)) {
      return runtime;
    }
    return new IllegalStateException(failure);
  }

  /** Returns the exception for an input whose columns Spark could not find. */
  static BadSettingException notOpened(CorpusSource source, Throwable at, Exception failure) {
    String format = source instanceof CorpusSource.Paths files ? files.format() : null;
    String problem = unread(format) + RootCause.of(at);
    BadSettingException notOpened =
        format == null
            ? source.given().bad(problem)
            : source
                .given()
                .bad(
                    problem + "; ",
                    Setting.INPUT_FORMAT,
                    " takes formats of files with named columns that need no options, such as parquet, orc, json and csv");
    return notOpened.causedBy(failure);
  }

  private static BadSettingException unreadable(
      CorpusSource source, String format, Throwable at, Exception failure) {
    String where = RootCause.of(new Exception(at.getMessage()));
    String why = RootCause.of(at);
    if (isHalf(at, why)) {
      return source
          .given()
          .bad(
              ((SparkThrowable) at).getMessageParameters().get("path")
                  + " has lists of float16 in a form that is not read; write them in plain or"
                  + " dictionary pages under snappy, zstd or no compression, or as float32")
          .causedBy(failure);
    }
    if (why.endsWith(" is not a Parquet file")) {
      String remedy =
          why.contains(".parquet ")
              ? "repair, rewrite or leave out that file"
              : "for text, run jobs/embed first, or jobs/attend with a model";
      return source.given().bad(unread(format) + why + "; " + remedy).causedBy(failure);
    }
    if (why.startsWith("Reading past RLE/BitPacking stream")) {
      return source
          .given()
          .bad(
              unread(format)
                  + where
                  + ": a page is damaged, or has no values, as in some files of very small pages;"
                  + " write the file again with larger pages, or leave it out")
          .causedBy(failure);
    }
    return source
        .given()
        .bad(
            unread(format)
                + (where.equals(why) ? why : where + " " + why)
                + "; repair, rewrite or leave out that file")
        .causedBy(failure);
  }

  /** Returns whether Spark's readers failed on float16 values, which they do not support. */
  private static boolean isHalf(Throwable at, String why) {
    return at instanceof SparkThrowable spark
        && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE")
        && (why.contains("(FLOAT16)")
            || ("float".equals(spark.getMessageParameters().get("expectedType"))
                && "FIXED_LEN_BYTE_ARRAY".equals(spark.getMessageParameters().get("actualType"))));
  }

  private static String unread(String format) {
    return "cannot be read" + (format == null ? "" : " as " + shown(format)) + ": ";
  }

  private static String shown(String format) {
    return CorpusSource.Paths.PARQUET.equals(format) ? "Parquet" : String.valueOf(format);
  }
}
