/**
 * Spark's edge, out: the run folder and its tables. The attention table can be read back.
 *
 * <p>Enters: rows of tables, tiles of attention with the columns they carry, and rejections.
 * Leaves: Parquet files, run.json and _SUCCESS, committed through Spark's FileCommitProtocol.
 * Imports {@code math}, {@code attention}, {@code parquet} and {@code corpus}.
 */
package io.corpusattention.table;
