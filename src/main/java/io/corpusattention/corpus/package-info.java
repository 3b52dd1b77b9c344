/**
 * Spark's edge, in: embedded sentences as float arrays, and the records that are not fit.
 *
 * <p>Enters: Parquet files and weights on any file system Hadoop knows. Leaves: an RDD of rows, a
 * decoder of these rows into sentence batches, and for each unfit record its reason. Imports {@code
 * attention} and {@code weights}.
 */
package io.corpusattention.corpus;
