package io.corpusattention.learning;

import io.corpusattention.training.TrainingSums;
import java.io.Serializable;

/**
 * What one shard adds to a step.
 *
 * @param tokens of its sentences
 * @param overflowed whether a number grew beyond float32; the sums are of no use then
 */
record StepSums(TrainingSums sums, long tokens, boolean overflowed) implements Serializable {}
