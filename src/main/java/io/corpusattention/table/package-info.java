/**
 * The output side of Spark: the run folder and its tables. The attention table can be read back.
 *
 * <p>In: rows of tables, tiles of attention with their other columns, and rejections. Out: Parquet
 * files, run.json, and _SUCCESS, committed through Spark's FileCommitProtocol. Imports {@code
 * math}, {@code attention}, {@code parquet}, and {@code corpus}.
 */
package io.corpusattention.table;
