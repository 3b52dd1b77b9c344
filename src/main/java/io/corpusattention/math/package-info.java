/**
 * Float32 arithmetic on plain arrays: matrix product, softmax, exp.
 *
 * <p>Enters: row-major {@code float[]} matrices. Leaves: the same, with the same bits whichever
 * kernel ran. Imports nothing of this project and knows nothing of Spark.
 */
package io.corpusattention.math;
