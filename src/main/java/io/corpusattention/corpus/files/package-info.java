/**
 * Paths that users give, on any file system that Hadoop knows, and weights that lie there.
 *
 * <p>Enters: settings with their values. Leaves: paths, open files, or one line that says what is
 * wrong. Imports {@code attention}, {@code weights} and {@code text.file}.
 */
package io.corpusattention.corpus.files;
