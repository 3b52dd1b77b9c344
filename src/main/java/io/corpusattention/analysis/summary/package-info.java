/**
 * Summaries of documents: which sentences and which words receive most attention, and how many of
 * them to show. Imports {@code analysis}; knows nothing of Spark and files.
 */
package io.corpusattention.analysis.summary;
