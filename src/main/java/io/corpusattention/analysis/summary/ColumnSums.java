package io.corpusattention.analysis.summary;

import java.io.Serializable;

/**
 * The column sums of a sentence's attention matrices, one for each head and key: G_j = Σ_i A_ij,
 * from rows of an attention table.
 *
 * <p>Tiles of a sentence add up to the same bits in any order. Each weight is truncated to a
 * multiple of 2⁻⁷⁶ and added in two longs, one in units of 2⁻³² and one for the remainder, so that
 * light columns are summed as accurately as heavy ones. This works for up to half a million
 * queries.
 */
public final class ColumnSums implements Serializable {
  private static final long serialVersionUID = 1;

  private static final double COARSE = 0x1p32;
  private static final double FINE = 0x1p76;

  private final int heads;
  private final int numTokens;
  private final long[] coarse; // [heads, n]
  private final long[] fine; // [heads, n]

  /** Creates sums without any queries. */
  public ColumnSums(int heads, int numTokens) {
    this.heads = heads;
    this.numTokens = numTokens;
    this.coarse = new long[heads * numTokens];
    this.fine = new long[heads * numTokens];
  }

  /**
   * Adds the queries of a row.
   *
   * @param attention [heads, numQueries, numTokens]
   */
  public ColumnSums add(float[] attention, int numQueries) {
    int from = 0;
    for (int head = 0; head < heads; head++) {
      int to = head * numTokens;
      for (int i = 0; i < numQueries; i++, from += numTokens) {
        for (int j = 0; j < numTokens; j++) {
          double weight = attention[from + j];
          long whole = (long) (weight * COARSE);
          coarse[to + j] += whole;
          fine[to + j] += (long) ((weight - whole / COARSE) * FINE);
        }
      }
    }
    return this;
  }

  /**
   * Adds the sums of another tile.
   *
   * @throws IllegalArgumentException if its numbers of heads and tokens do not fit
   */
  public ColumnSums add(ColumnSums tile) {
    if (tile.coarse.length != coarse.length) {
      throw new IllegalArgumentException(
          "a tile of " + tile.numTokens + " tokens, where another has " + numTokens);
    }
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] += tile.coarse[i];
      fine[i] += tile.fine[i];
    }
    return this;
  }

  /** Returns the sums: [heads, numTokens]. */
  public double[] values() {
    double[] values = new double[coarse.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = coarse[i] / COARSE + fine[i] / FINE;
    }
    return values;
  }
}
