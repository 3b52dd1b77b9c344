/**
 * Shows runs of the jobs to a person, on a terminal or in a file.
 *
 * <p>Enters: what a run has come to. Leaves: lines of text. Imports the results of the jobs.
 */
package io.corpusattention.cli.print;
