package io.corpusattention.corpus;

import java.util.List;

/** Where the records of a corpus are. */
public sealed interface CorpusSource {
  /** The option with its value, for messages. */
  String option();

  /**
   * Files, folders or globs.
   *
   * @param format as Spark names it: parquet, orc, json, avro
   */
  record Paths(List<String> paths, String format) implements CorpusSource {
    public static final String PARQUET = "parquet";

    @Override
    public String option() {
      return "--input " + String.join(",", paths);
    }
  }

  /** A table or view of the session's catalog. */
  record Table(String name) implements CorpusSource {
    @Override
    public String option() {
      return "--input-table " + name;
    }
  }
}
