package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.SentenceSums;
import io.corpusattention.analysis.example.Examples;
import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/** What a task that measures attention hands on to the tasks that put everything together. */
sealed interface AnalyzePart extends Serializable {
  /**
   * What the task has counted and summed.
   *
   * @param read records, of which some may have been rejected
   */
  record Sums(CorpusSums sums, long read) implements AnalyzePart {}

  /** A part of a sentence, of which others may be elsewhere. */
  record Tile(Object id, SentenceSums sums) implements AnalyzePart {}

  /** Sums for pairs of words. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, not compared
  record Pairs(long[] entries) implements AnalyzePart {}

  /** Examples that the task has found, where it was to look for such. */
  record Found(Examples examples) implements AnalyzePart {}

  /**
   * A record that cannot be measured.
   *
   * @param id as Spark holds it
   */
  record Rejected(Object id, Rejection rejection) implements AnalyzePart {}
}
