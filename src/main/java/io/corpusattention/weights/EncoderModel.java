package io.corpusattention.weights;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
import java.io.Serializable;
import java.util.List;

/**
 * A whole encoder, as its folder has it.
 *
 * @param source the folder, as the user names it
 * @param family as config.json calls it: {@code bert}
 * @param embeddings what enters the first layer
 * @param layers from the first; each with {@code heads} heads, as wide as the embeddings
 * @param last the LayerNorm behind the last layer; null in families without
 * @param heads of each layer
 * @param causal whether a token sees none of those after it
 */
public record EncoderModel(
    String source,
    String family,
    EmbeddingLayer embeddings,
    List<EncoderLayer> layers,
    LayerNorm last,
    int heads,
    boolean causal)
    implements Serializable {
  /** What the model decides of the attention of all its layers, of which this is kept. */
  public AttentionConfig attention(
      AttentionOutput attention, ContextOutput context, long maxRowBytes) {
    return new AttentionConfig(
        heads,
        heads,
        causal ? new Mask.Causal() : new Mask.None(),
        null,
        1,
        new Alignment.Soft(),
        attention,
        context,
        maxRowBytes);
  }
}
