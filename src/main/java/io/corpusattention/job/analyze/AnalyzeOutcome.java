package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.word.WordFindings;
import io.corpusattention.job.run.Counts;
import java.io.Serializable;

/** The merged results of one analyze task, or of all tasks together. */
record AnalyzeOutcome(CorpusSums sums, WordFindings words, Counts counts) implements Serializable {
  /**
   * Returns the sum of both outcomes.
   *
   * @param top maximum number of links, and of words, to keep
   */
  AnalyzeOutcome plus(AnalyzeOutcome other, int top) {
    return new AnalyzeOutcome(
        sums.add(other.sums), words.plus(other.words, top), counts.plus(other.counts));
  }
}
