/**
 * NumPy's .npy files.
 *
 * <p>Enters: a stream and its size, or a matrix. Leaves: an array of float32 in C order, or the
 * file. Imports {@code weights.files} and {@code attention}; does not know what the numbers mean.
 */
package io.corpusattention.weights.npy;
