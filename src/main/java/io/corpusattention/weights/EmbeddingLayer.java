package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.LayerNorm;
import java.io.Serializable;

/**
 * What a model does before its first layer: it adds the embeddings of word, position and segment,
 * in most families normalises the sum, and in some widens it.
 *
 * @param words [vocabulary, width]
 * @param positions [positions, width]
 * @param types [segments, width]; null for models without
 * @param norm of the sum; null for models without
 * @param projection [width, d_model], of what is normalised; null for models whose width is d_model
 * @param firstPosition row of the first token's position
 * @param paddingId the token that has no position of its own, and takes none from those after it;
 *     -1 where there is none
 * @param paddingPosition row of its position
 */
public record EmbeddingLayer(
    Matrix words,
    Matrix positions,
    Matrix types,
    LayerNorm norm,
    Dense projection,
    int firstPosition,
    int paddingId,
    int paddingPosition)
    implements Serializable {
  /** d_model. */
  public int width() {
    return projection == null ? words.columns() : projection.outputWidth();
  }

  /** The longest sentence that has positions, in tokens. */
  public int maxTokens() {
    return positions.rows() - firstPosition;
  }
}
