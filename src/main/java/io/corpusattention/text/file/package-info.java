/**
 * The kind of a file, and its text if it is compressed.
 *
 * <p>In: a stream and the name of its file. Out: the stream of its text, or one line that says what
 * the file is instead. Imports {@code attention}. Does not depend on Spark or Hadoop.
 */
package io.corpusattention.text.file;
