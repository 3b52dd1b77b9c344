package io.corpusattention.learning;

/**
 * How well the mean of the other tokens' embeddings finds a hidden token: the baseline of a
 * training run.
 *
 * @param loss the mean loss over the hidden tokens of the held-out sentences
 * @param accuracy the share of these tokens that it finds
 */
public record MeanFigures(double loss, double accuracy) {}
