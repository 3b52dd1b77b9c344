/**
 * Text as an input: the lines of files, the sentences of CoNLL-U files, or the rows of a table.
 *
 * <p>In: paths or a catalog table. Out: an RDD of rows, and the code that splits them into
 * sentences of tokens. Imports {@code text}, {@code corpus}, {@code corpus.row}, and {@code
 * corpus.files}.
 */
package io.corpusattention.corpus.text;
