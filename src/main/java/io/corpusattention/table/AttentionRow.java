package io.corpusattention.table;

import java.io.Serializable;

/**
 * One row of an attention table, read back: a sentence, or the tile of one. What the table lacks is
 * null.
 *
 * @param id a String, or a Byte, Short, Integer or Long; tiles of a sentence share it
 * @param layer of a model; null where the table is of one layer
 * @param tokens [numTokens]
 * @param queryTokens where queries come from elsewhere: of all the sentence's queries
 * @param numTokens n, the number of keys
 * @param queryStart the first query of this row
 * @param numQueries queries of this row
 * @param attention [heads, numQueries, numTokens], row-major
 * @param keys of a top-k table: [heads, numQueries, min(k, numTokens)], heaviest first
 * @param weights of these keys
 * @param keptMass of a top-k table: [heads, numQueries]
 * @param received [numTokens]: attention_received
 * @param extra the further columns that were asked for, in their order: a String, a boxed number or
 *     Boolean; an array of such as String[], int[], long[], float[], double[] or boolean[], or,
 *     where numbers are null in it, as Object[]; any other type as Spark holds it
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
