package io.corpusattention.weights;

import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.weights.family.ModelScale;

/**
 * Weights, and what the files say of the attention that they belong to.
 *
 * @param ofModel whether the files are a model's, in which heads are never to be guessed
 * @param heads query heads, or null where no file says
 * @param kvHeads key-value heads, or null where no file says
 * @param scale how scores are scaled, or null for 1/√d_k
 * @param causal whether the model hides from each token what stands after it
 * @param sinusoidalPositions whether these weights are for embeddings to which sinusoidal positions
 *     are added
 */
public record ModelWeights(
    ProjectionWeights weights,
    boolean ofModel,
    Integer heads,
    Integer kvHeads,
    ModelScale scale,
    boolean causal,
    boolean sinusoidalPositions) {}
