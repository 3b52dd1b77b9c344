/**
 * The sentences behind the figures: those in which a link, a word or a relation is strongest.
 *
 * <p>Enters: what a corpus has told, and the rows of its sentences once more. Leaves: for each
 * figure a few places in sentences, the same in whatever order they are joined. Imports {@code
 * analysis} and what is within it.
 */
package io.corpusattention.analysis.example;
