package io.corpusattention.encoder;

import io.corpusattention.math.Activation;
import java.io.Serializable;

/**
 * What a layer has around and behind its attention: a projection, a feed-forward network, and a
 * LayerNorm and a residual for each.
 *
 * @param output [heads · d_v, d_model]
 * @param first the LayerNorm that belongs to the attention
 * @param up [d_model, d_ff]
 * @param down [d_ff, d_model]
 * @param second the LayerNorm that belongs to the feed-forward network
 * @param place where both stand
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
