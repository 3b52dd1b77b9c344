/**
 * Files to weights, and weights from a seed.
 *
 * <p>Enters: a folder or file, .npy or safetensors, as streams, so that it may lie on any file
 * system; or a seed. Leaves: {@code ProjectionWeights} and what the files say of heads, scale and
 * mask, or one line that says which file is wrong and how. The rooms below it know the formats of
 * the files. Imports them, {@code attention} and {@code math}; knows nothing of Spark.
 */
package io.corpusattention.weights;
