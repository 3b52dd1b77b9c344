package io.corpusattention.job.train;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.MeanFigures;
import io.corpusattention.learning.ShardCounts;
import java.util.List;

/**
 * The result of a training run.
 *
 * @param input the files that were read
 * @param counts the counts of sentences and tokens, kept and rejected
 * @param curve the figures of each epoch
 * @param best the figures of the epoch whose weights are kept
 * @param mean figures on the held-out sentences of a baseline that predicts a hidden token from the
 *     mean of the other tokens; null if there is none
 * @param stoppedEarly whether the training stopped because the held-out loss stopped falling
 * @param resumedFrom the epoch after which the training resumed; 0 if it started from scratch
 * @param seconds duration of this run, without the run that it resumed
 */
public record TrainResult(
    InputFiles input,
    ShardCounts counts,
    List<EpochFigures> curve,
    EpochFigures best,
    MeanFigures mean,
    boolean stoppedEarly,
    int resumedFrom,
    double seconds) {}
