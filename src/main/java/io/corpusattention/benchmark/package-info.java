/**
 * How fast the jobs are: corpora made for it or a text, a peer's process beside them, and the
 * figures.
 *
 * <p>Enters: a record of settings. Leaves: times of each run, ours and the peer's. Imports {@code
 * job.run}, {@code job.text}, {@code job.attend} and {@code job.train} and what is upstream of the
 * jobs; no other room knows it but the command line.
 */
package io.corpusattention.benchmark;
