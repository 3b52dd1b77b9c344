/**
 * Benchmarks of the jobs, on synthetic corpora or on a text, compared with a peer process.
 *
 * <p>Input: a record of settings. Output: the times of each run, ours and the peer's. Imports
 * {@code job.run}, {@code job.text}, {@code job.attend} and {@code job.train} and packages upstream
 * of the jobs. Only the command line imports it.
 */
package io.corpusattention.benchmark;
