/**
 * The run folder: who owns it, what it holds, and how a new run takes the place of an old one.
 *
 * <p>Enters: an output folder, files of tables that a committer has put together. Leaves: a
 * finished run, or the folder as it was. Imports {@code attention}, {@code corpus.files}.
 */
package io.corpusattention.table.run;
