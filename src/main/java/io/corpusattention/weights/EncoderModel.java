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
 * A whole encoder, read from its folder.
 *
 * @param source the folder that the user names
 * @param family the family's name in config.json, such as {@code bert}
 * @param embeddings the embedding layer, whose output enters the first layer
 * @param layers the layers, from the first; each has {@code heads} heads and is as wide as the
 *     embedding layer's output
 * @param last the LayerNorm after the last layer; null in families without one
 * @param heads the number of heads per layer
 * @param causal whether each token attends only to itself and the tokens before it
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
  /** Returns the configuration of attention in all layers, with these outputs to keep. */
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
