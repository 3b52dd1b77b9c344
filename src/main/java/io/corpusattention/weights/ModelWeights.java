package io.corpusattention.weights;

import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.weights.family.ModelScale;

/**
 * Weights, and what their files say about the attention.
 *
 * @param ofModel whether the files belong to a model, whose heads must never be guessed
 * @param heads query heads; null if no file says
 * @param kvHeads key-value heads; null if no file says
 * @param scale how scores are scaled; null for 1/√d_k
 * @param causal whether each token attends only to itself and the tokens before it
 * @param sinusoidalPositions whether these weights expect embeddings with sinusoidal positions
 *     added
 */
public record ModelWeights(
    ProjectionWeights weights,
    boolean ofModel,
    Integer heads,
    Integer kvHeads,
    ModelScale scale,
    boolean causal,
    boolean sinusoidalPositions) {}
