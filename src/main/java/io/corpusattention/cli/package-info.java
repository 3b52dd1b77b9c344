/**
 * The command line: parses options, calls a job, prints what a person wants to know. Sets of
 * options are in {@code option}.
 *
 * <p>Enters: arguments. Leaves: an exit code, 0 where all went well, 2 for a mistake of the user, 1
 * for one of ours. May import everything; {@code Main} alone ends the process.
 */
package io.corpusattention.cli;
