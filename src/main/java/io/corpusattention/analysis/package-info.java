/**
 * Attention over a corpus: mergeable statistics of attention distributions by layer and head, words
 * made from pieces, and links between words.
 *
 * <p>Input: tokens and rows of attention weights. Output: sums that merge to the same bits in any
 * order, and the findings from them. Imports {@code attention}, {@code math} and its own {@code
 * relation}; knows nothing of Spark.
 */
package io.corpusattention.analysis;
