package io.corpusattention.weights;

import io.corpusattention.encoder.EncoderLayer;
import java.util.List;

/**
 * A whole encoder, as its folder has it.
 *
 * @param source the folder, as the user names it
 * @param family as config.json calls it: {@code bert}
 * @param embeddings what enters the first layer
 * @param layers from the first; each with {@code heads} heads, as wide as the embeddings
 * @param causal whether a token sees none of those after it
 */
public record EncoderModel(
    String source,
    String family,
    EmbeddingLayer embeddings,
    List<EncoderLayer> layers,
    int heads,
    boolean causal) {}
