package io.corpusattention.weights;

import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
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
    boolean causal) {}
