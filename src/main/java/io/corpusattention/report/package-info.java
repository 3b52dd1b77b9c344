/**
 * One self-contained HTML page of what attention does.
 *
 * <p>Enters: the figures of an analysis, a learning curve, the lengths of a corpus's sentences,
 * chosen sentences with their attention weights. Leaves: the text of one file that fetches nothing.
 * Knows nothing of Spark.
 */
package io.corpusattention.report;
