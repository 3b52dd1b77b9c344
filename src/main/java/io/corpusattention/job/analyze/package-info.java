/**
 * The job analyze: an attention table in, or embedded sentences and weights; statistics out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with tables of statistics and
 * analysis.json, and a record of what came out. Imports {@code job.run} and what is upstream of the
 * jobs.
 */
package io.corpusattention.job.analyze;
