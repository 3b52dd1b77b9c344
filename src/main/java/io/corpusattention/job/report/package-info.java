/**
 * The job report: an attention table, an analysis and a learning curve in, one HTML file out.
 *
 * <p>Enters: a record of settings. Leaves: the file, and a record of what is in it. Imports {@code
 * job.run} and what is upstream of the jobs.
 */
package io.corpusattention.job.report;
