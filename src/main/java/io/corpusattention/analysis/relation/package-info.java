/**
 * Which head finds which syntactic relation: the share of words for which a head's attention finds
 * the governor, in each direction (Clark et al. 2019, section 4.2).
 *
 * <p>Input: attention, words, and their governors. Output: sums that merge to the same bits in any
 * order, and the findings from them. Imports {@code attention}, and nothing from the rest of {@code
 * analysis}.
 */
package io.corpusattention.analysis.relation;
