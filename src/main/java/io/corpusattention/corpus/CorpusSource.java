package io.corpusattention.corpus;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.util.List;

/** The place that the records of a corpus come from. */
public sealed interface CorpusSource {
  /** Returns the option with its value, for messages. */
  Given given();

  /**
   * Files, folders, or globs.
   *
   * @param format Spark's name of the format: parquet, orc, json, avro
   */
  record Paths(List<String> paths, String format) implements CorpusSource {
    public static final String PARQUET = "parquet";

    @Override
    public Given given() {
      return Setting.INPUT.of(String.join(",", paths));
    }
  }

  /** A table or view in the session's catalog. */
  record Table(String name) implements CorpusSource {
    @Override
    public Given given() {
      return Setting.INPUT_TABLE.of(name);
    }
  }
}
