package io.corpusattention.attention;

import java.util.Arrays;

/**
 * The result for a range of one sentence's queries: one row of the attention table. The arrays
 * belong to the step and may be longer than their contents, so each comes with a count. Those of a
 * {@link #copy} are exact.
 */
public final class AttentionTile {
  int sentence;
  int layer;
  int numTokens;
  int queryStart;
  int numQueries;
  float[] attention = {};
  int attentionCount;
  int[] keys = {};
  float[] weights = {};
  int topCount;
  float[] keptMass = {};
  int keptMassCount;
  float[] context = {};
  int contextCount;
  float[] received = {};

  AttentionTile() {}

  /**
   * Returns a copy that remains valid, in arrays of exact length.
   *
   * @param withContext whether to copy the context vectors; if not, the copy has none
   */
  public AttentionTile copy(boolean withContext) {
    AttentionTile copy = new AttentionTile();
    copy.sentence = sentence;
    copy.layer = layer;
    copy.numTokens = numTokens;
    copy.queryStart = queryStart;
    copy.numQueries = numQueries;
    copy.attention = Arrays.copyOf(attention, attentionCount);
    copy.attentionCount = attentionCount;
    copy.keys = Arrays.copyOf(keys, topCount);
    copy.weights = Arrays.copyOf(weights, topCount);
    copy.topCount = topCount;
    copy.keptMass = Arrays.copyOf(keptMass, keptMassCount);
    copy.keptMassCount = keptMassCount;
    copy.contextCount = withContext ? contextCount : 0;
    copy.context = Arrays.copyOf(context, copy.contextCount);
    copy.received = Arrays.copyOf(received, numTokens);
    return copy;
  }

  /** Returns the index of the sentence in its batch. */
  public int sentence() {
    return sentence;
  }

  /** Returns the layer whose attention this is, from 0. If there is only one layer, it is 0. */
  public int layer() {
    return layer;
  }

  /** Returns n, the number of keys. */
  public int numTokens() {
    return numTokens;
  }

  /** Returns the first query of this tile. */
  public int queryStart() {
    return queryStart;
  }

  public int numQueries() {
    return numQueries;
  }

  /** Returns the weights if all are kept: [heads, numQueries, numTokens]. */
  public float[] attention() {
    return attention;
  }

  public int attentionCount() {
    return attentionCount;
  }

  /** Returns the heaviest keys, heaviest first: [heads, numQueries, min(k, numTokens)]. */
  public int[] keys() {
    return keys;
  }

  /** Returns the weights of {@link #keys}. */
  public float[] weights() {
    return weights;
  }

  /** Returns the count of {@link #keys} and of {@link #weights}. */
  public int topCount() {
    return topCount;
  }

  /** Returns the total weight of the kept keys: [heads, numQueries]. */
  public float[] keptMass() {
    return keptMass;
  }

  public int keptMassCount() {
    return keptMassCount;
  }

  /** Returns the context vectors, [numQueries, heads · d_v], or their mean, [heads · d_v]. */
  public float[] context() {
    return context;
  }

  public int contextCount() {
    return contextCount;
  }

  /** Returns the attention that each token receives from this tile's queries: [numTokens]. */
  public float[] received() {
    return received;
  }
}
