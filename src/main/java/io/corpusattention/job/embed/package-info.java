/**
 * The embed job: text in, embedded sentences out.
 *
 * <p>Input: a settings record. Output: a run folder with the table of sentences, word vectors if
 * any were learned, and a result record. Imports {@code job.run} and packages upstream of the jobs.
 */
package io.corpusattention.job.embed;
