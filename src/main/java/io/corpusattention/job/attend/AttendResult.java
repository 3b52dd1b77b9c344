package io.corpusattention.job.attend;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import java.util.List;

/**
 * What a run of attend came to.
 *
 * @param text what was counted of a text; zero where sentences come embedded
 * @param seconds from opening the output until all tasks were done, as run.json has it
 * @param times of all tasks together
 * @param model null where one layer was computed
 * @param tables the folders of those that were written, but for the rejected records
 * @param randomWeights their source, or null where the weights are not random
 * @param unmasked whether queries see keys that the model of the weights masks, as those after a
 *     query in GPT-2
 */
public record AttendResult(
    InputFiles input,
    Counts counts,
    TextTally text,
    double seconds,
    StageTimes times,
    ModelFacts model,
    List<String> tables,
    String randomWeights,
    Positions positions,
    boolean unmasked) {}
