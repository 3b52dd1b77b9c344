/**
 * Summaries of documents: which sentences and words receive most attention, and how many of them to
 * show. Imports {@code analysis}; knows nothing of Spark or files.
 */
package io.corpusattention.analysis.summary;
