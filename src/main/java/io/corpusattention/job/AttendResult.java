package io.corpusattention.job;

import java.util.List;

/**
 * What a run of attend came to.
 *
 * @param seconds from opening the output until all tasks were done, as run.json has it
 * @param links of a sentence or two; none where the input has no tokens
 */
public record AttendResult(Counts counts, double seconds, List<SentenceLinks> links) {}
