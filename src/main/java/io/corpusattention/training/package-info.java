/**
 * What training computes: losses, their gradients, and what optimisers make of them.
 *
 * <p>Enters: sentences as float arrays, and a vector of parameters. Leaves: sums of losses and
 * gradients that are the same in whatever order they are made and joined, and new parameters.
 * Imports {@code attention} and {@code math}; knows nothing of Spark or of files.
 */
package io.corpusattention.training;
