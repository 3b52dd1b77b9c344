/**
 * The job train: embedded sentences in, weights that attend takes and their learning curve out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with weights, the curve and checkpoints,
 * and a record of what came out. Imports {@code job.run} and what is upstream of the jobs.
 */
package io.corpusattention.job.train;
