/**
 * Reads list columns of Parquet files, one page at a time.
 *
 * <p>In: Parquet files that Spark's plans ask for. Out: the same batches of columns as from Spark's
 * own reader, but faster.
 */
package io.corpusattention.parquet;
