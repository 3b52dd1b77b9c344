package io.corpusattention.analysis;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.Serializable;

/**
 * What a sentence's queries add up to, or those of one of its tiles; of one layer or of several.
 * The tiles of a sentence, added in any order, give the sentence's bits: each query's value is
 * rounded to fixed point by itself.
 */
public final class SentenceSums implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long SINK = WideSums.fixed(Statistic.SINK);

  private final int numTokens;
  private final int size; // places of a row
  private final boolean[] specials; // which of the named special tokens it has; null without tokens
  private final long[] queries; // [layers]
  private final int[] beginnings; // [layers]: rows with the first query
  final long[] counts; // by the places of Measures: queries that have it
  final WideSums values; // [rows, size]
  final WideSums divergences; // [pairs of heads]
  final WideSums rollout; // [size]; null where there is none

  /**
   * @param marks null where the keys have no tokens
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

  /** n, the number of keys. */
  int numTokens() {
    return numTokens;
  }

  /**
   * Asks for all rows of a sentence of a table, each once.
   *
   * @param id of the sentence
   * @param selfAttention whether there are as many queries as keys
   * @throws BadSettingException where some are missing, or are of another sentence
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
                  : "; where the rows of a sentence no longer stand one after the other, say ",
              queries.length == 1 ? "" : Setting.PARTITIONS,
              queries.length == 1 ? "" : " N, which puts them together");
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

  /** How many queries were added, of each layer that is whole. */
  long queries() {
    return queries[0];
  }

  /** Places of a row. */
  int size() {
    return size;
  }

  /** A query's lengths were added, and its mixing ratio where that is measured. */
  void countLength(boolean mixing) {
    counts[Statistic.LENGTH.ordinal()]++;
    counts[Statistic.MIXING_RATIO.ordinal()] += mixing ? 1 : 0;
  }

  /** Whether all queries of self-attention were added, of every layer. */
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

  /** Adds what belongs to the sentence as a whole, once its queries are all there. */
  void finish() {
    for (int row = 0; row < values.size() / size; row++) {
      long first = values.mean(row * size + Statistic.SHARE_FIRST.ordinal(), queries());
      int at = row * size + Statistic.SINK_SENTENCES.ordinal();
      values.set(
          at, first > SINK ? counts[Statistic.SINK_SENTENCES.ordinal()] << WideSums.BITS : 0);
    }
    // A sentence without such a token has nothing to tell of its share.
    for (int name = 0; specials != null && name < specials.length; name++) {
      counts[Measures.special(name)] = specials[name] ? queries() : 0;
    }
  }
}
