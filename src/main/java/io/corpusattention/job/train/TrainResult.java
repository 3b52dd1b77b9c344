package io.corpusattention.job.train;

import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.ShardCounts;
import java.util.List;

/**
 * What a training has come to.
 *
 * @param curve figures of each epoch
 * @param best those of the epoch whose weights were kept
 * @param accuracyOfMean of hidden held-out tokens, those that the mean of the other tokens finds;
 *     NaN where there is no such figure
 * @param stoppedEarly whether held-out losses fell no more
 * @param resumedFrom the epoch after which it went on; 0 where it began anew
 * @param seconds from its start, without what was done before a resumption
 */
public record TrainResult(
    ShardCounts counts,
    List<EpochFigures> curve,
    EpochFigures best,
    double accuracyOfMean,
    boolean stoppedEarly,
    int resumedFrom,
    double seconds) {}
