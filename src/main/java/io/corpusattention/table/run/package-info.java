/**
 * The run folder: who owns it, what it holds, and how a new run replaces an old one.
 *
 * <p>In: an output folder, and table files that a committer put together. Out: a finished run, or
 * the folder as it was. Imports {@code attention} and {@code corpus.files}.
 */
package io.corpusattention.table.run;
