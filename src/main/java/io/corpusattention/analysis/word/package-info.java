/**
 * Words of sentences: put together from tokens, told apart from special tokens and punctuation, and
 * what attention gives from word to word and to a word.
 *
 * <p>Enters: tokens, and sums for pairs of words. Leaves: words, links between them, and those that
 * receive most. Imports the fixed point of {@code analysis}.
 */
package io.corpusattention.analysis.word;
