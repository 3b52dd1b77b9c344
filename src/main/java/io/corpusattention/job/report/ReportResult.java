package io.corpusattention.job.report;

/**
 * What a run of report came to.
 *
 * @param sentences of the table
 * @param shown sentences with pictures
 * @param bytes of the file
 * @param corpus whether the page has figures of the corpus
 */
public record ReportResult(long sentences, int shown, long bytes, boolean corpus, double seconds) {}
