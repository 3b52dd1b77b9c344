package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.weights.EmbeddingLayer;
import java.io.Serializable;

/**
 * All that the attention of a model over text takes, the same in every task.
 *
 * @param rules by which text is cut into sentences and pieces
 * @param embeddings what makes the first layer's input of them
 * @param stack the layers
 * @param config heads and pattern of each, and what is kept
 */
record TextPlan(
    SentenceCutter.Rules rules,
    EmbeddingLayer embeddings,
    EncoderStack stack,
    AttentionConfig config)
    implements Serializable {}
