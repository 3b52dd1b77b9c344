/**
 * The algorithm: attention for a batch of sentences.
 *
 * <p>Input: a configuration, weights, and sentences as float arrays. Output: for each sentence, its
 * attention distributions and context vectors in tiles, or the reason why it has none. Imports
 * {@code math}; knows nothing of Spark or files.
 */
package io.corpusattention.attention;
