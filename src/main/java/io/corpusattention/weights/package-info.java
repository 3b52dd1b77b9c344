/**
 * Files to weights, and weights from a seed.
 *
 * <p>In: a folder or file, .npy or safetensors, as streams, so that it may be on any file system;
 * or a seed. Out: {@code ProjectionWeights} and what the files say about heads, scale, and mask, or
 * one line that says which file is wrong and how. The subpackages implement the file formats.
 * Imports them, {@code attention}, and {@code math}. Does not depend on Spark.
 */
package io.corpusattention.weights;
