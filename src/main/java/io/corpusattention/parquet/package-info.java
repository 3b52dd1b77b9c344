/**
 * Parquet's columns of lists, read a page at a time.
 *
 * <p>Enters: Parquet files, as Spark's plans ask for them. Leaves: the same batches of columns that
 * Spark's own reader gives, sooner. Imports nothing of ours.
 */
package io.corpusattention.parquet;
