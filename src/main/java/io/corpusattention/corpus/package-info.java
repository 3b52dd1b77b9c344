/**
 * The input side of Spark: embedded sentences as float arrays, and the records that are rejected.
 *
 * <p>In: files in any format that Spark reads, on any file system that Hadoop supports, or a table
 * of Spark's catalog; and files of weights. Out: an RDD of rows, a decoder from these rows to
 * sentence batches, and for each rejected record the reason. Imports {@code math}, {@code
 * attention}, {@code weights}, {@code text}, and {@code parquet}.
 */
package io.corpusattention.corpus;
