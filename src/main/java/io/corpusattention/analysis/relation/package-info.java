/**
 * Which head finds which syntactic relation: of words and their governors in sentences, the share
 * that a head's attention finds, each way (Clark et al. 2019, section 4.2).
 *
 * <p>Enters: attention, words, and their governors. Leaves: sums that give the same bits in
 * whatever order they are joined, and what follows from them. Imports {@code attention} and nothing
 * of {@code analysis} outside.
 */
package io.corpusattention.analysis.relation;
