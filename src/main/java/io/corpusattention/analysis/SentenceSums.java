package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.Serializable;

/**
 * Sums over the queries of a sentence or of one of its tiles, for one or several layers. The tiles
 * of a sentence give the same bits in any order, because each query's value is rounded to fixed
 * point separately.
 */
public final class SentenceSums implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long SINK = WideSums.fixed(Statistic.SINK);

  private final int numTokens;
  private final int size; // positions in a row
  private final boolean[]
      specials; // which named special tokens it has; null if there are no tokens
  private final long[] queries; // [layers]
  private final int[] beginnings; // [layers]: number of rows with the first query
  final long[] counts; // by position in Measures: number of queries that have the quantity
  final WideSums values; // [rows, size]
  final WideSums divergences; // [pairs of heads]
  final WideSums rollout; // [size]; null if there is no rollout

  /**
   * @param marks the marks of the keys, or null if they have no tokens
   */
  SentenceSums(int numTokens, MeterPlan plan, TokenMarks marks) {
    this.numTokens = numTokens;
    this.size = plan.measures().size();
    this.queries = new long[plan.layers().size()];
    this.beginnings = new int[plan.layers().size()];
    this.counts = new long[size];
    this.values = new WideSums(plan.rows() * size);
    this.divergences = new WideSums(plan.pairs());
    this.rollout = plan.rollout() ? new WideSums(size) : null;
    this.specials = marks == null ? null : new boolean[plan.measures().specials().size()];
    for (int name = 0; marks != null && name < specials.length; name++) {
      specials[name] = marks.has(name);
    }
  }

  /** Returns n, the number of keys. */
  int numTokens() {
    return numTokens;
  }

  /**
   * Checks that all rows of a sentence were added, each once.
   *
   * @param id the id of the sentence
   * @param selfAttention whether there are as many queries as keys
   * @throws BadSettingException if rows are missing or belong to another sentence
   */
  public void requireWhole(Object id, boolean selfAttention) {
    String flaw = flaw(selfAttention);
    if (flaw != null) {
      throw Setting.INPUT
          .given()
          .bad(
              "sentence " + id + " of the table: " + flaw + "; ids must be unique in all that ",
              Setting.INPUT,
              " names, and no rows may be missing",
              queries.length == 1
                  ? ""
                  : "; if the rows of a sentence are no longer next to each other, add ",
              queries.length == 1 ? "" : Setting.PARTITIONS,
              queries.length == 1 ? "" : " N, which brings them together");
    }
  }

  private String flaw(boolean selfAttention) {
    for (int layer = 0; layer < queries.length; layer++) {
      if (beginnings[layer] != 1) {
        return beginnings[layer] + " rows of " + part() + " hold the first query";
      }
      if (selfAttention && queries[layer] != numTokens) {
        return "the rows of "
            + part()
            + " hold "
            + queries[layer]
            + " queries, and it has "
            + numTokens
            + " tokens";
      }
    }
    return null;
  }

  private String part() {
    return queries.length == 1 ? "it" : "a layer";
  }

  /** Returns the number of queries added. It is the same for each complete layer. */
  long queries() {
    return queries[0];
  }

  /** Returns the number of positions in a row. */
  int size() {
    return size;
  }

  /** Counts a query whose lengths were added, and its mixing ratio if that is measured. */
  void countLength(boolean mixing) {
    counts[Statistic.LENGTH.ordinal()]++;
    counts[Statistic.MIXING_RATIO.ordinal()] += mixing ? 1 : 0;
  }

  /** Returns whether all queries of self-attention were added, in all layers. */
  boolean isWhole() {
    for (long count : queries) {
      if (count != numTokens) {
        return false;
      }
    }
    return true;
  }

  void countQueries(int layer, int queryStart, int count) {
    queries[layer] += count;
    beginnings[layer] += queryStart == 0 ? 1 : 0;
  }

  /** Adds another tile of the same sentence. */
  public SentenceSums add(SentenceSums tile) {
    for (int layer = 0; layer < queries.length; layer++) {
      queries[layer] += tile.queries[layer];
      beginnings[layer] += tile.beginnings[layer];
    }
    for (int place = 0; place < size; place++) {
      counts[place] += tile.counts[place];
    }
    values.addAll(tile.values);
    divergences.addAll(tile.divergences);
    if (rollout != null) {
      rollout.addAll(tile.rollout);
    }
    return this;
  }

  /** Adds what belongs to the sentence as a whole. Call it after all queries have been added. */
  void finish() {
    for (int row = 0; row < values.size() / size; row++) {
      long first = values.mean(row * size + Statistic.SHARE_FIRST.ordinal(), queries());
      int at = row * size + Statistic.SINK_SENTENCES.ordinal();
      values.set(
          at, first > SINK ? counts[Statistic.SINK_SENTENCES.ordinal()] << WideSums.BITS : 0);
    }
    // The share of a special token only counts in sentences that have this token.
    for (int name = 0; specials != null && name < specials.length; name++) {
      counts[Measures.special(name)] = specials[name] ? queries() : 0;
    }
  }
}
