/**
 * Spark's edge, in: embedded sentences as float arrays, and the records that are not fit.
 *
 * <p>Enters: files of any format Spark reads, on any file system Hadoop knows, or a table of its
 * catalog; and files of weights. Leaves: an RDD of rows, a decoder of these rows into sentence
 * batches, and for each unfit record its reason. Imports {@code math}, {@code attention}, {@code
 * weights}, {@code text} and {@code parquet}.
 */
package io.corpusattention.corpus;
