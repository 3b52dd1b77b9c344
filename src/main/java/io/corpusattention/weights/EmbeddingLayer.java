package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.LayerNorm;
import java.io.Serializable;

/**
 * The part of a model before its first layer. It adds the embeddings of word, position, and
 * segment. Most families normalize the sum, and some widen it.
 *
 * @param words [vocabulary, width]
 * @param positions [positions, width]
 * @param types [segments, width]; null for models without segments
 * @param norm the LayerNorm of the sum; null for models without one
 * @param projection [width, d_model], applied to the normalized sum; null for models whose width is
 *     d_model
 * @param firstPosition the row of the first token's position
 * @param paddingId the padding token, which does not advance the positions of the tokens after it;
 *     -1 if there is none
 * @param paddingPosition the row of the padding token's position
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
  /** Returns d_model. */
  public int width() {
    return projection == null ? words.columns() : projection.outputWidth();
  }

  /** Returns the length in tokens of the longest sentence that the positions cover. */
  public int maxTokens() {
    return positions.rows() - firstPosition;
  }
}
