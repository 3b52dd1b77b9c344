/**
 * The attend job: embedded sentences and weights in, an attention table out.
 *
 * <p>Input: a settings record. Output: a run folder with the table, and a result record. Imports
 * {@code job.run} and packages upstream of the jobs.
 */
package io.corpusattention.job.attend;
