/**
 * The train job: embedded sentences in; weights for attend and the learning curve out.
 *
 * <p>Input: a settings record. Output: a run folder with weights, the curve and checkpoints, and a
 * result record. Imports {@code job.run} and packages upstream of the jobs.
 */
package io.corpusattention.job.train;
