package io.corpusattention.attention;

/**
 * The result for a range of one sentence's queries: one row of the attention table. The arrays
 * belong to the step and are longer than their contents; each has its count beside it.
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
