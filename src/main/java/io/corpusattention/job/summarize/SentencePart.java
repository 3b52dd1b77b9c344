package io.corpusattention.job.summarize;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.Serializable;
import java.util.List;

/**
 * The sums over rows of a sentence: its layers and tiles in any order. Holds numbers in units of
 * 2⁻³², never matrices.
 */
final class SentencePart implements Serializable {
  private static final long serialVersionUID = 1;

  /** The data in a sentence's first row apart from its numbers. */
  record Text(String[] tokens, Object wordIds, Object document) implements Serializable {}

  final Object id;
  final long[] received; // [n], sums of the values that the measure averages
  final long[] ranks; // [n], summed over heads; or null
  Text text; // from the row with the first query of the first layer
  private final long[] queries; // [layers]
  private final int[] beginnings; // [layers]: numbers of rows with the first query

  /** Creates a part without rows. */
  SentencePart(Object id, int numTokens, int layers, boolean ranked) {
    this.id = id;
    this.received = new long[numTokens];
    this.ranks = ranked ? new long[numTokens] : null;
    this.queries = new long[layers];
    this.beginnings = new int[layers];
  }

  /** Counts a row. */
  void count(int layer, int queryStart, int numQueries) {
    queries[layer] += numQueries;
    beginnings[layer] += queryStart == 0 ? 1 : 0;
  }

  /** Adds other rows of the same sentence. */
  SentencePart add(SentencePart other) {
    text = text == null ? other.text : text;
    for (int layer = 0; layer < queries.length; layer++) {
      queries[layer] += other.queries[layer];
      beginnings[layer] += other.beginnings[layer];
    }
    for (int i = 0; i < received.length; i++) {
      received[i] += other.received[i];
      if (ranks != null) {
        ranks[i] += other.ranks[i];
      }
    }
    return this;
  }

  int numTokens() {
    return received.length;
  }

  /** Returns the number of queries in each layer after the sentence is complete. */
  long queries() {
    return queries[0];
  }

  /**
   * Checks that the part has each row of the sentence exactly once.
   *
   * @param layers the layer numbers; empty if the table has one layer
   * @param self whether there are as many queries as tokens; otherwise the number of queries is
   *     unknown
   * @throws BadSettingException if rows are missing or belong to another sentence
   */
  SentencePart requireWhole(List<Integer> layers, boolean self, Given source) {
    for (int layer = 0; layer < queries.length; layer++) {
      if (beginnings[layer] != 1 || (self && queries[layer] != numTokens())) {
        throw source.bad(
            "the rows of "
                + id
                + " do not make one sentence: "
                + (layers.isEmpty()
                    ? "they have "
                    : "of layer " + layers.get(layer) + " they have ")
                + queries[layer]
                + " queries for "
                + numTokens()
                + " tokens"
                + (beginnings[layer] > 1 ? ", and the first " + beginnings[layer] + " times" : "")
                + "; give all files of the table, and sentences whose ids are unique");
      }
    }
    return this;
  }
}
