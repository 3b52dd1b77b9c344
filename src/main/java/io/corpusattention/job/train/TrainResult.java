package io.corpusattention.job.train;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.MeanFigures;
import io.corpusattention.learning.ShardCounts;
import java.util.List;

/**
 * What a training has come to.
 *
 * @param curve figures of each epoch
 * @param best those of the epoch whose weights were kept
 * @param mean what the mean of the other tokens comes to on the held-out tokens; null where there
 *     is no such figure
 * @param stoppedEarly whether held-out losses fell no more
 * @param resumedFrom the epoch after which it went on; 0 where it began anew
 * @param seconds from its start, without what was done before a resumption
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
