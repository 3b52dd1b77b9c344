/**
 * The job attend: embedded sentences and weights in, an attention table out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with the table, and a record of what came
 * out. Imports {@code job.run} and what is upstream of the jobs.
 */
package io.corpusattention.job.attend;
