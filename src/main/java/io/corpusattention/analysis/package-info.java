/**
 * What attention does over a corpus: mergeable statistics of attention distributions by layer and
 * head, words put together from pieces, and links between words.
 *
 * <p>Enters: tokens, and rows of attention weights. Leaves: sums that give the same bits in
 * whatever order they are joined, and what follows from them. Imports {@code attention}, {@code
 * math} and its own {@code relation}; knows nothing of Spark.
 */
package io.corpusattention.analysis;
