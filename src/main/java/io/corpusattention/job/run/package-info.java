/**
 * What the jobs share: settings that several jobs have and what they open, the action over the
 * partitions of an input, progress, counts, bad records, what run.json says of every run.
 *
 * <p>Enters: settings, and the work of one task. Leaves: opened weights, queries and sentences; a
 * committed run folder. Imports everything upstream of the jobs, and no job.
 */
package io.corpusattention.job.run;
