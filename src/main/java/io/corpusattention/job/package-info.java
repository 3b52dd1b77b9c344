/**
 * One class for each job: builds the plan from a record of settings, runs it, returns a record of
 * what came out.
 *
 * <p>Imports everything above it; knows nothing of the command line.
 */
package io.corpusattention.job;
