/**
 * Spark's edge, out: the attention table, the rejected records and the run folder that holds them.
 *
 * <p>Enters: tiles of attention with the columns they carry, and rejections. Leaves: Parquet files,
 * run.json and _SUCCESS, committed through Spark's FileCommitProtocol. Imports {@code math}, {@code
 * attention}, {@code parquet} and {@code corpus}.
 */
package io.corpusattention.table;
