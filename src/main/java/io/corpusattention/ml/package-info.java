/**
 * The jobs' steps as stages of a spark.ml Pipeline.
 *
 * <p>Enters: tables with tokens or embeddings, weights, word vectors. Leaves: the same tables with
 * columns of embeddings, attention and context vectors, with the same bits as the jobs give.
 * Imports {@code learning}, {@code corpus}, {@code text}, {@code weights}, {@code attention} and
 * {@code math}; knows nothing of jobs, run folders and the command line.
 */
package io.corpusattention.ml;
