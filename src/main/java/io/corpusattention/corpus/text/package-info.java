/**
 * Text as an input: the lines of files, the sentences of CoNLL-U files, or the rows of a table.
 *
 * <p>Enters: paths or a table of the catalog. Leaves: an RDD of rows, and what cuts them into
 * sentences of tokens. Imports {@code text}, {@code corpus}, {@code corpus.row} and {@code
 * corpus.files}.
 */
package io.corpusattention.corpus.text;
