/**
 * The terminal: whether there is one, a line of progress while a job runs, and the end of standard
 * error.
 */
package io.corpusattention.cli.console;
