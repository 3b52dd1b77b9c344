/**
 * Paths that users give, on any file system that Hadoop supports, and the weights there.
 *
 * <p>In: settings with their values. Out: paths, open files, or one line that says what is wrong.
 * Imports {@code attention}, {@code weights}, and {@code text.file}.
 */
package io.corpusattention.corpus.files;
