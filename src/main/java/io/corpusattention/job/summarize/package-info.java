/**
 * The job summarize: an attention table in, keywords and summaries out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with tables of summaries, keywords and
 * documents, and a record of what came out. Imports {@code job.run} and what is upstream of the
 * jobs.
 */
package io.corpusattention.job.summarize;
