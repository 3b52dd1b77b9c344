package io.corpusattention.encoder;

import io.corpusattention.math.Activation;
import java.io.Serializable;

/**
 * What stands between the attention of a layer and the next layer, as Vaswani et al. 2017 have it:
 * h = first(x + output(context)), and then second(h + down(activation(up(h)))).
 *
 * @param output [heads · d_v, d_model]
 * @param up [d_model, d_ff]
 * @param down [d_ff, d_model]
 */
public record Block(
    Dense output, LayerNorm first, Dense up, Activation activation, Dense down, LayerNorm second)
    implements Serializable {}
