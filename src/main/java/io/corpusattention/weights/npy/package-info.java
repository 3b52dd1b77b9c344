/**
 * NumPy's .npy files.
 *
 * <p>In: a stream and its size, or a matrix. Out: an array of float32 in C order, or the file.
 * Imports {@code weights.files} and {@code attention}. Does not depend on what the numbers mean.
 */
package io.corpusattention.weights.npy;
