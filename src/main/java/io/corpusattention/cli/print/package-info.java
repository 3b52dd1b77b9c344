/**
 * Prints the results of jobs for the user, on a terminal or to a file.
 *
 * <p>Enters: the result of a run. Leaves: lines of text. Imports the results of the jobs.
 */
package io.corpusattention.cli.print;
