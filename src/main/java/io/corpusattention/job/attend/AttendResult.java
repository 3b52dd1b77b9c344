package io.corpusattention.job.attend;

import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import java.util.List;

/**
 * What a run of attend came to.
 *
 * @param seconds from opening the output until all tasks were done, as run.json has it
 * @param times of all tasks together
 * @param links of a sentence or two; none where the input has no tokens
 * @param randomWeights their source, or null where the weights are not random
 * @param unmasked whether queries see keys that the model of the weights masks, as those after a
 *     query in GPT-2
 */
public record AttendResult(
    Counts counts,
    double seconds,
    StageTimes times,
    List<SentenceLinks> links,
    String randomWeights,
    Positions positions,
    boolean unmasked) {
  /** The same with the links of some sentences. */
  AttendResult with(List<SentenceLinks> found) {
    return new AttendResult(counts, seconds, times, found, randomWeights, positions, unmasked);
  }
}
