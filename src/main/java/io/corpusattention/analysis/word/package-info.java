/**
 * The words of sentences: made from tokens, distinguished from special tokens and punctuation, with
 * the attention from word to word and to each word.
 *
 * <p>Input: tokens and sums for pairs of words. Output: words, the links between them, and those
 * that receive most attention. Imports the fixed-point numbers of {@code analysis}.
 */
package io.corpusattention.analysis.word;
