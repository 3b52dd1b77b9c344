package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.word.WordFindings;
import io.corpusattention.job.run.Counts;
import java.io.Serializable;

/** What a task of analyze has put together, or all of them. */
record AnalyzeOutcome(CorpusSums sums, WordFindings words, Counts counts) implements Serializable {
  /**
   * Both together.
   *
   * @param top so many links and words are kept
   */
  AnalyzeOutcome plus(AnalyzeOutcome other, int top) {
    return new AnalyzeOutcome(
        sums.add(other.sums), words.plus(other.words, top), counts.plus(other.counts));
  }
}
