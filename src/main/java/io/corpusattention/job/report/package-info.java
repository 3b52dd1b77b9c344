/**
 * The report job: an attention table, analyses, a learning curve and summaries in; one HTML file
 * and SVG files out.
 *
 * <p>Input: a settings record. Output: the files and a result record. Imports {@code job.run} and
 * packages upstream of the jobs.
 */
package io.corpusattention.job.report;
