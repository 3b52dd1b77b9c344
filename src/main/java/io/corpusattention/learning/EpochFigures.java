package io.corpusattention.learning;

import java.io.Serializable;

/**
 * The results of one epoch.
 *
 * @param epoch the epoch, from 1
 * @param steps the number of steps so far, in all epochs
 * @param learningRate the learning rate of the last step of the epoch
 * @param loss the mean loss of the epoch's examples, each measured before its step
 * @param accuracy the share of the epoch's examples that were right, measured in the same way
 * @param heldOutLoss the mean loss of the held-out examples, measured after the epoch; null if
 *     there are none
 * @param heldOutAccuracy the accuracy on the held-out examples; null if there are none
 * @param seconds the duration of the epoch, including the measurement after it
 * @param tokensPerSecond the tokens of the training sentences per second of training time
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
