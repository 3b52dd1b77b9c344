/**
 * Float32 arithmetic on plain arrays: matrix product, softmax, exp.
 *
 * <p>Input and output: row-major {@code float[]} matrices. The bits of the results do not depend on
 * the kernel. Imports nothing of this project and knows nothing of Spark.
 */
package io.corpusattention.math;
