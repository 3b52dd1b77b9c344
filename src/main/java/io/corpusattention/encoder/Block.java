package io.corpusattention.encoder;

import io.corpusattention.math.Activation;
import java.io.Serializable;

/**
 * The part of a layer around its attention: a projection and a feed-forward network, each with a
 * LayerNorm and a residual.
 *
 * @param output the projection of the context vectors, [heads · d_v, d_model]
 * @param first the LayerNorm of the attention
 * @param up the first product of the feed-forward network, [d_model, d_ff]
 * @param down its second product, [d_ff, d_model]
 * @param second the LayerNorm of the feed-forward network
 * @param place where both LayerNorms are
 */
public record Block(
    Dense output,
    LayerNorm first,
    Dense up,
    Activation activation,
    Dense down,
    LayerNorm second,
    NormPlace place)
    implements Serializable {}
