package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;

/**
 * A row of an attention table to measure. The table need not have been written.
 *
 * @param id the id of the sentence
 * @param layer the index of the layer among those measured, from 0
 * @param attention [heads, numQueries, numTokens]
 * @param keys the words of the keys, or null
 * @param queries the words of all queries of the sentence, or null; in self-attention, those of the
 *     keys
 * @param syntax the syntax of the sentence, or null
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
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
