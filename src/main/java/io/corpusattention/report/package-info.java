/**
 * One self-contained HTML page that shows what attention does.
 *
 * <p>In: the figures of an analysis, a learning curve, the lengths of a corpus's sentences, and
 * chosen sentences with their attention weights. Out: the text of one file that fetches nothing.
 * Does not depend on Spark.
 */
package io.corpusattention.report;
