/**
 * Rows as Spark holds them inside, and the embeddings in them.
 *
 * <p>Enters: a table of Spark's. Leaves: rows whose values are read without an object for each
 * number, or the reason why a row is not fit. Names the classes of Spark that are not public, and
 * imports {@code math} and {@code attention}.
 */
package io.corpusattention.corpus.row;
