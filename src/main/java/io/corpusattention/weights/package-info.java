/**
 * Files to weights.
 *
 * <p>Enters: a folder of .npy files, as streams, so that it may lie on any file system. Leaves:
 * {@code ProjectionWeights}, or one line that says which file is wrong and how. Imports {@code
 * attention}; knows nothing of Spark.
 */
package io.corpusattention.weights;
