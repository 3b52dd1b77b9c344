package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;

/**
 * A layer of an encoder.
 *
 * @param attention W_q, W_k and W_v with their biases
 * @param scale the scale of the layer's scores, or null for the scale of the configuration
 * @param block the part that turns context vectors into the next layer's input, or null if only
 *     attention is computed
 */
public record EncoderLayer(ProjectionWeights attention, Double scale, Block block)
    implements Serializable {}
