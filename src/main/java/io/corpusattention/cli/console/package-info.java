/**
 * What a person at a terminal sees while a job runs: whether there is one, and a line of progress.
 */
package io.corpusattention.cli.console;
