/**
 * The steps of the jobs as stages of a spark.ml Pipeline.
 *
 * <p>Input: tables with tokens or embeddings, weights, word vectors. Output: the same tables with
 * columns of embeddings, attention and context vectors, with the same bits as from the jobs.
 * Imports {@code learning}, {@code corpus}, {@code text}, {@code weights}, {@code attention} and
 * {@code math}; knows nothing of jobs, run folders or the command line.
 */
package io.corpusattention.ml;
