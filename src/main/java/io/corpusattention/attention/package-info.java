/**
 * The algorithm: attention for a batch of sentences.
 *
 * <p>Enters: a configuration, weights, and sentences as float arrays. Leaves: for each sentence its
 * attention distributions and context vectors, in tiles, or the reason why it has none. Imports
 * {@code math}; knows nothing of Spark or of files.
 */
package io.corpusattention.attention;
