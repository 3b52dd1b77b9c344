package io.corpusattention.learning;

import java.io.Serializable;

/**
 * What one epoch has come to.
 *
 * @param epoch from 1
 * @param steps taken so far, of all epochs
 * @param learningRate of its last step
 * @param loss mean over its examples, each measured before the step that it was part of
 * @param accuracy share of its examples that were right, measured likewise
 * @param heldOutLoss mean over the held-out examples, measured after the epoch; null without any
 * @param heldOutAccuracy of these; null without any
 * @param seconds that the epoch took, with what was measured after it
 * @param tokensPerSecond tokens of the sentences trained on, in the time that training took
 */
public record EpochFigures(
    int epoch,
    long steps,
    double learningRate,
    double loss,
    double accuracy,
    Double heldOutLoss,
    Double heldOutAccuracy,
    double seconds,
    double tokensPerSecond)
    implements Serializable {}
