package io.corpusattention.attention;

import java.util.Arrays;

/**
 * The result for a range of one sentence's queries: one row of the attention table. The arrays
 * belong to the step and are longer than their contents, but for those of a {@link #copy}; each has
 * its count beside it.
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
   * A copy that stays, in arrays as long as their contents.
   *
   * @param withContext whether its context vectors stay, too; else it has none
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

  /** Index of the sentence in its batch. */
  public int sentence() {
    return sentence;
  }

  /** Of a stack of layers the one whose attention this is, from 0; 0 where there is but one. */
  public int layer() {
    return layer;
  }

  /** n, the number of keys. */
  public int numTokens() {
    return numTokens;
  }

  /** The first query of this tile. */
  public int queryStart() {
    return queryStart;
  }

  public int numQueries() {
    return numQueries;
  }

  /** [heads, numQueries, numTokens]: the weights, where all are kept. */
  public float[] attention() {
    return attention;
  }

  public int attentionCount() {
    return attentionCount;
  }

  /** [heads, numQueries, min(k, numTokens)]: the heaviest keys, heaviest first. */
  public int[] keys() {
    return keys;
  }

  /** The weights of {@link #keys}. */
  public float[] weights() {
    return weights;
  }

  /** Count of {@link #keys} and of {@link #weights}. */
  public int topCount() {
    return topCount;
  }

  /** [heads, numQueries]: the mass that the kept keys hold. */
  public float[] keptMass() {
    return keptMass;
  }

  public int keptMassCount() {
    return keptMassCount;
  }

  /** [numQueries, heads · d_v], or for the mean [heads · d_v]. */
  public float[] context() {
    return context;
  }

  public int contextCount() {
    return contextCount;
  }

  /** [numTokens]: what each token receives from this tile's queries. */
  public float[] received() {
    return received;
  }
}
