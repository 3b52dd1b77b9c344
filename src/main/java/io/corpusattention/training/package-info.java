/**
 * The computations of training: losses, their gradients, and the updates by optimizers.
 *
 * <p>Input: sentences as float arrays, and a vector of parameters. Output: sums of losses and
 * gradients, which do not depend on the order of adding and merging, and new parameters. Imports
 * {@code attention} and {@code math}; knows nothing of Spark or files.
 */
package io.corpusattention.training;
