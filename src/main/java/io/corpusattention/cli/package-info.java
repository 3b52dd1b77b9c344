/**
 * The command line: parses options, runs a job, and prints its results for the user. Sets of
 * options are in {@code option}.
 *
 * <p>Enters: arguments. Leaves: an exit code (0 for success, 2 for a mistake of the user, 3 for a
 * failure of the disk, network or cluster, 1 for a bug). May import everything. Only {@code Main}
 * ends the process.
 */
package io.corpusattention.cli;
