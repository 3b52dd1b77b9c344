/**
 * Code that all jobs share: common settings and the inputs that they open, the Spark action over
 * the partitions of an input, progress, counts, bad records, and the common part of run.json.
 *
 * <p>Input: settings, and the work of one task. Output: opened weights, queries and sentences; a
 * committed run folder. Imports all packages upstream of the jobs, but no job.
 */
package io.corpusattention.job.run;
