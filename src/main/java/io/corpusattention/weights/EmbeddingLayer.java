package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import java.io.Serializable;

/**
 * What a model of the BERT family adds and normalises before its first layer.
 *
 * @param words [vocabulary, d_model]
 * @param positions [positions, d_model]
 * @param types [segments, d_model]; null for models without
 * @param gamma factor of the LayerNorm, [d_model]
 * @param beta its summand, [d_model]
 * @param epsilon what it adds to the variance
 * @param firstPosition row of the first token's position
 * @param paddingId the token that has no position of its own, and takes none from those after it;
 *     -1 where there is none
 * @param paddingPosition row of its position
 */
public record EmbeddingLayer(
    Matrix words,
    Matrix positions,
    Matrix types,
    float[] gamma,
    float[] beta,
    double epsilon,
    int firstPosition,
    int paddingId,
    int paddingPosition)
    implements Serializable {
  /** d_model. */
  public int width() {
    return words.columns();
  }

  /** The longest sentence that has positions, in tokens. */
  public int maxTokens() {
    return positions.rows() - firstPosition;
  }
}
