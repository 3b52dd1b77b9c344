package io.corpusattention.analysis;

import java.io.Serializable;

/**
 * What a sentence's queries add up to, or those of one of its tiles. The tiles of a sentence, added
 * in any order, give the sentence's bits: each query's value is rounded to fixed point by itself.
 */
public final class SentenceSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final int numTokens;
  private long queries;
  final WideSums values; // [rows, statistics]
  final WideSums divergences; // [pairs of heads]

  SentenceSums(int numTokens, int rows, int pairs) {
    this.numTokens = numTokens;
    this.values = new WideSums(rows * CorpusSums.STATISTICS);
    this.divergences = new WideSums(pairs);
  }

  /** n, the number of keys. */
  int numTokens() {
    return numTokens;
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
    values.addAll(tile.values);
    divergences.addAll(tile.divergences);
    return this;
  }
}
