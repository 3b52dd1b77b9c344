/**
 * A stack of layers. Input: a batch of embedded sentences. Output: the attention of each requested
 * layer, one sentence after another. Between the attention of two layers is a block: a projection
 * with a residual and a LayerNorm, and a feed-forward network with the same two. Imports {@code
 * math} and {@code attention}.
 */
package io.corpusattention.encoder;
