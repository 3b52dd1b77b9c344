package io.corpusattention.job.report;

/**
 * The result of a report run.
 *
 * @param sentences number of sentences in the table
 * @param shown number of sentences with pictures
 * @param bytes size of the HTML file
 * @param figures number of SVG files; 0 if none were requested
 * @param corpus whether the page has figures for the corpus
 */
public record ReportResult(
    long sentences, int shown, long bytes, int figures, boolean corpus, double seconds) {}
