package io.corpusattention.benchmark;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.encoder.Pooling;

/**
 * The model to measure, the text, and what to keep of the results.
 *
 * @param folder the folder of the model
 * @param text a file with one sentence per line
 * @param attention the part of each distribution to write
 * @param hidden the last hidden states to write; if there are none, the last layer is only computed
 *     up to its attention
 */
public record BenchmarkedModel(
    String folder, String text, AttentionOutput attention, Pooling hidden) {}
