package io.corpusattention.encoder;

import java.io.Serializable;

/**
 * The parameters of a LayerNorm.
 *
 * @param gamma factor, [d_model]
 * @param beta summand, [d_model]
 * @param epsilon what is added to the variance
 */
public record LayerNorm(float[] gamma, float[] beta, double epsilon) implements Serializable {}
