/**
 * Text to tokens to embeddings.
 *
 * <p>In: a sentence, and the means to convert it to numbers: a tokenizer.json, a file of word
 * vectors, or the embedding layer of a model. Out: tokens, and a float array [n, d_model]. Files
 * are streams, so that they may be on any file system. Imports {@code attention} and {@code
 * weights}. Does not depend on Spark.
 */
package io.corpusattention.text;
