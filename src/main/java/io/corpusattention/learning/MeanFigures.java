package io.corpusattention.learning;

/**
 * What the mean of the other tokens' embeddings comes to where a token is to be found: the baseline
 * of a training.
 *
 * @param loss mean over the hidden tokens of the held-out sentences
 * @param accuracy share of these that it finds
 */
public record MeanFigures(double loss, double accuracy) {}
