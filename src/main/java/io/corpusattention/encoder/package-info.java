/**
 * A stack of layers: a batch of sentences, embedded, in; the attention of every layer that is asked
 * for out, sentence after sentence. Between two attentions stands what the field calls a block: a
 * projection, a residual and a LayerNorm, and a feed-forward network with the same two. Imports
 * {@code math} and {@code attention}.
 */
package io.corpusattention.encoder;
