package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.SentenceSums;
import io.corpusattention.analysis.example.Examples;
import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/** A part that a measuring task passes to the tasks that merge all parts. */
sealed interface AnalyzePart extends Serializable {
  /**
   * The counts and sums of the task.
   *
   * @param read number of records read, including rejected ones
   */
  record Sums(CorpusSums sums, long read) implements AnalyzePart {}

  /** A part of a sentence. Other tasks may have more parts of it. */
  record Tile(Object id, SentenceSums sums) implements AnalyzePart {}

  /** Sums for pairs of words. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, not compared
  record Pairs(long[] entries) implements AnalyzePart {}

  /** The examples that the task found, if it searched for examples. */
  record Found(Examples examples) implements AnalyzePart {}

  /**
   * A record that cannot be measured.
   *
   * @param id the id as Spark holds it
   */
  record Rejected(Object id, Rejection rejection) implements AnalyzePart {}
}
