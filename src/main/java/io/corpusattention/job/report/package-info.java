/**
 * The job report: an attention table, analyses, a learning curve and summaries in, one HTML file
 * and SVG files out.
 *
 * <p>Enters: a record of settings. Leaves: the files, and a record of what is in it. Imports {@code
 * job.run} and what is upstream of the jobs.
 */
package io.corpusattention.job.report;
