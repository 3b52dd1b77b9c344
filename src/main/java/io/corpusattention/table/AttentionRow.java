package io.corpusattention.table;

import java.io.Serializable;

/**
 * One row read back from an attention table: a sentence or a tile of one. Anything that the table
 * lacks is null.
 *
 * @param id a String, or a Byte, Short, Integer, or Long; tiles of a sentence share it
 * @param layer the model's layer; null in a single-layer table
 * @param tokens [numTokens]
 * @param queryTokens if queries come from elsewhere, the tokens of all queries of the sentence
 * @param numTokens n, the number of keys
 * @param queryStart the first query of this row
 * @param numQueries the number of queries in this row
 * @param attention [heads, numQueries, numTokens], row-major
 * @param keys in a top-k table, [heads, numQueries, min(k, numTokens)], heaviest first
 * @param weights the weights of these keys
 * @param keptMass in a top-k table, [heads, numQueries]
 * @param received [numTokens]: attention_received
 * @param extra the extra columns that the caller asked for, in that order: a String, a boxed
 *     number, or a Boolean; an array of these as String[], int[], long[], float[], double[], or
 *     boolean[], or as Object[] if it contains null numbers; any other type in Spark's internal
 *     format
 */
@SuppressWarnings("ArrayRecordComponent") // rows are passed on, not compared
public record AttentionRow(
    Object id,
    Integer layer,
    String[] tokens,
    String[] queryTokens,
    int numTokens,
    int queryStart,
    int numQueries,
    float[] attention,
    int[] keys,
    float[] weights,
    float[] keptMass,
    float[] received,
    Object[] extra)
    implements Serializable {}
