/**
 * Rows in Spark's internal format, and the embeddings in them.
 *
 * <p>In: a Spark table. Out: rows whose values are read without an object for each number, or the
 * reason why a row is rejected. Uses Spark classes that are not public API, and imports {@code
 * math} and {@code attention}.
 */
package io.corpusattention.corpus.row;
