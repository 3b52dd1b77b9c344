/**
 * Text to tokens to embeddings.
 *
 * <p>Enters: a sentence, and what says how it becomes numbers: a tokenizer.json, a file of word
 * vectors, the embedding layer of a model. Leaves: tokens, and a float array of [n, d_model]. Files
 * come as streams, so that they may lie on any file system. Imports {@code attention} and {@code
 * weights}; knows nothing of Spark.
 */
package io.corpusattention.text;
