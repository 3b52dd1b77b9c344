package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;

/**
 * A row of an attention table, or what would be one, as it is measured.
 *
 * @param id of its sentence
 * @param layer which of the layers that are measured, from 0
 * @param attention [heads, numQueries, numTokens]
 * @param keys words of the keys, or null
 * @param queries words of all the sentence's queries, or null; in self-attention those of the keys
 * @param syntax of the sentence, or null
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record MeteredRow(
    Object id,
    int layer,
    float[] attention,
    int numTokens,
    int queryStart,
    int numQueries,
    Words keys,
    Words queries,
    Syntax syntax) {}
