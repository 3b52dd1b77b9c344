package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;

/**
 * One layer.
 *
 * @param attention W_q, W_k and W_v with their biases
 * @param scale of its scores; null where that of the configuration holds
 * @param block what makes the next layer's input of the context vectors; null where nothing but
 *     attention is computed
 */
public record EncoderLayer(ProjectionWeights attention, Double scale, Block block)
    implements Serializable {}
