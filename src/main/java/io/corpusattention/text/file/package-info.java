/**
 * What a file is, and its text where it is compressed.
 *
 * <p>Enters: a stream and the name of its file. Leaves: the stream of its text, or one line that
 * says what the file is instead. Imports {@code attention}; knows nothing of Spark and Hadoop.
 */
package io.corpusattention.text.file;
