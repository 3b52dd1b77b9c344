package io.corpusattention.benchmark;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.encoder.Pooling;

/**
 * The model that is measured, on which text, and what is kept of it.
 *
 * @param folder of the model
 * @param text a file, a sentence a line
 * @param attention what is written of each distribution
 * @param hidden what is written of the last hidden states; where it is nothing, the last layer is
 *     not computed behind its attention
 */
public record BenchmarkedModel(
    String folder, String text, AttentionOutput attention, Pooling hidden) {}
