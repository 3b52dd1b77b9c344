/**
 * The summarize job: an attention table in, keywords and summaries out.
 *
 * <p>Input: a settings record. Output: a run folder with tables of summaries, keywords and
 * documents, and a result record. Imports {@code job.run} and packages upstream of the jobs.
 */
package io.corpusattention.job.summarize;
