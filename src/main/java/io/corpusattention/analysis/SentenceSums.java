package io.corpusattention.analysis;

import java.io.Serializable;

/**
 * What a sentence's queries add up to, or those of one of its tiles. The tiles of a sentence, added
 * in any order, give the sentence's bits: each query's value is rounded to fixed point by itself.
 */
public final class SentenceSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final int numTokens;
  private final boolean marked;
  private long queries;
  private int beginnings; // rows with the first query
  final WideSums values; // [rows, statistics]
  final WideSums divergences; // [pairs of heads]

  /**
   * @param marked whether the keys have tokens
   * @param beginning whether the first query is among those that will be added
   */
  SentenceSums(int numTokens, int rows, int pairs, boolean marked, boolean beginning) {
    this.numTokens = numTokens;
    this.marked = marked;
    this.beginnings = beginning ? 1 : 0;
    this.values = new WideSums(rows * CorpusSums.STATISTICS);
    this.divergences = new WideSums(pairs);
  }

  /** n, the number of keys. */
  int numTokens() {
    return numTokens;
  }

  /** Whether its keys have tokens. */
  boolean marked() {
    return marked;
  }

  /**
   * What keeps its rows from being one sentence, as the end of a sentence; null where they are one.
   *
   * @param selfAttention whether there are as many queries as keys
   */
  public String flaw(boolean selfAttention) {
    if (beginnings != 1) {
      return beginnings + " rows of it hold the first query";
    }
    return selfAttention && queries != numTokens
        ? "its rows hold " + queries + " queries, and it has " + numTokens + " tokens"
        : null;
  }

  /** How many queries were added. */
  long queries() {
    return queries;
  }

  void countQuery() {
    queries++;
  }

  /** Adds another tile of the same sentence. */
  public SentenceSums add(SentenceSums tile) {
    queries += tile.queries;
    beginnings += tile.beginnings;
    values.addAll(tile.values);
    divergences.addAll(tile.divergences);
    return this;
  }
}
