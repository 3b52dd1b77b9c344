package io.corpusattention.job.report;

/**
 * What a run of report came to.
 *
 * @param sentences of the table
 * @param shown sentences with pictures
 * @param bytes of the file
 * @param figures SVG files; 0 where none were asked for
 * @param corpus whether the page has figures of the corpus
 */
public record ReportResult(
    long sentences, int shown, long bytes, int figures, boolean corpus, double seconds) {}
