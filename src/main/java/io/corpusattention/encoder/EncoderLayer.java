package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;

/**
 * One layer.
 *
 * @param attention W_q, W_k and W_v with their biases
 * @param after what makes the next layer's input of the context vectors; null if no layer comes
 *     after it
 */
public record EncoderLayer(ProjectionWeights attention, Block after) implements Serializable {}
