package io.corpusattention.job.attend;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import java.util.List;

/**
 * The result of an attend run.
 *
 * @param text the counts of a text; zero if the input is embedded sentences
 * @param seconds time from opening the output until all tasks were done, as in run.json
 * @param times times of all tasks together
 * @param model facts about the model; null if one layer was computed
 * @param tables the folders of the tables that were written, except the rejected records
 * @param randomWeights the source of random weights; null if the weights are not random
 * @param unmasked whether queries see keys that the model of the weights masks, such as the keys
 *     after a query in GPT-2
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
