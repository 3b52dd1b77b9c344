/**
 * The sentences behind the figures, in which a link, a word or a relation is strongest.
 *
 * <p>Input: the findings of a corpus, and the rows of its sentences a second time. Output: for each
 * figure, a few places in sentences, which do not depend on the order of merging. Imports {@code
 * analysis} and its subpackages.
 */
package io.corpusattention.analysis.example;
