package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.RelationSums;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sums over the sentences of a corpus or of a part of it. Parts add up to the same bits in any
 * order, because each sentence's mean over its queries is rounded to fixed point once.
 *
 * <p>A row holds the sums for one kind of distribution. {@link MeterPlan} defines the rows.
 */
public final class CorpusSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final MeterPlan plan;
  private final int size; // positions in a row
  private final Moments values; // [rows, size]
  private final Moments means; // [layers, size]: over all heads of a layer
  private final Moments rollout; // [size]
  private final Moments divergences;
  private final RelationSums relations;
  private final long[]
      haves; // by position: the number of sentences with a query that has the quantity
  private final long[] counts; // by position: the number of queries that have the quantity
  private long sentences;
  private long queries;

  /** Creates sums without any sentences. */
  public CorpusSums(MeterPlan plan) {
    this.plan = plan;
    this.size = plan.measures().size();
    this.values = new Moments(plan.rows() * size);
    this.means = new Moments(plan.layers().size() * size);
    this.rollout = new Moments(plan.rollout() ? size : 0);
    this.divergences = new Moments(plan.pairs());
    this.relations = new RelationSums(plan.allHeads());
    this.haves = new long[size];
    this.counts = new long[size];
  }

  /** Adds a complete sentence and finishes its sums. Add each sentence only once. */
  public void add(SentenceSums sentence) {
    sentence.finish();
    sentences++;
    queries += sentence.queries();
    for (int place = 0; place < size; place++) {
      haves[place] += sentence.counts[place] > 0 ? 1 : 0;
      counts[place] += sentence.counts[place];
    }
    for (int row = 0; row < plan.rows(); row++) {
      values.addRow(row * size, sentence.values, row * size, sentence.counts, 1);
    }
    WideSums together = new WideSums(size);
    for (int layer = 0; layer < plan.layers().size(); layer++) {
      together.clear();
      for (int head = 0; head < plan.heads(); head++) {
        together.addRow(sentence.values, plan.row(layer, head) * size);
      }
      means.addRow(layer * size, together, 0, sentence.counts, plan.heads());
    }
    if (sentence.rollout != null) {
      rollout.addRow(0, sentence.rollout, 0, sentence.counts, 1);
    }
    for (int pair = 0; pair < plan.pairs(); pair++) {
      divergences.add(pair, sentence.divergences, pair, sentence.queries());
    }
  }

  /** Adds another part of the corpus. */
  public CorpusSums add(CorpusSums part) {
    sentences += part.sentences;
    queries += part.queries;
    for (int place = 0; place < size; place++) {
      haves[place] += part.haves[place];
      counts[place] += part.counts[place];
    }
    values.addAll(part.values);
    means.addAll(part.means);
    rollout.addAll(part.rollout);
    divergences.addAll(part.divergences);
    relations.add(part.relations);
    return this;
  }

  public long sentences() {
    return sentences;
  }

  /** Returns the number of queries of all sentences. In self-attention, these are the tokens. */
  public long queries() {
    return queries;
  }

  RelationSums relations() {
    return relations;
  }

  MeterPlan plan() {
    return plan;
  }

  /** Returns the estimate for a position in a row, or null if no sentence has the quantity. */
  Estimate estimate(int row, int place) {
    return values.estimate(row * size + place, haves[place], counts[place], 1);
  }

  /** Returns the estimate for the mean over a layer's heads, or null if no sentence has it. */
  Estimate ofLayer(int layer, int place) {
    return means.estimate(layer * size + place, haves[place], counts[place], plan.heads());
  }

  /** Returns the estimate for the attention rollout, or null if no sentence has it. */
  Estimate ofRollout(int place) {
    return rollout.estimate(place, haves[place], counts[place], 1);
  }

  /**
   * Returns the Jensen-Shannon divergence between two heads, ½ Σ P ln(P/M) + ½ Σ Q ln(Q/M) with M
   * the mean of P and Q, in nats. It is at most ln 2. Compares heads as Clark et al. 2019 do, but
   * averages over queries.
   *
   * @param pair the index of the pair in {@link MeterPlan#pairList}
   * @return null if there are no sentences
   */
  Estimate divergence(int pair) {
    return divergences.estimate(pair, sentences, queries, 1);
  }

  /**
   * For each quantity, the sum of the sentences' means, the sum of their squares, and the sum of
   * the values of all queries.
   */
  private static final class Moments implements Serializable {
    private static final long serialVersionUID = 1;

    private final WideSums sums;
    private final WideSums squares;
    private final WideSums tokenSums;

    Moments(int size) {
      sums = new WideSums(size);
      squares = new WideSums(size);
      tokenSums = new WideSums(size);
    }

    /**
     * Adds a row of a sentence.
     *
     * @param counts the number of queries that have the quantity at each position
     * @param heads the number of heads whose values are summed in the row
     */
    void addRow(int at, WideSums sentence, int from, long[] counts, int heads) {
      for (int place = 0; place < counts.length; place++) {
        add(at + place, sentence, from + place, counts[place] * heads);
      }
    }

    /**
     * Adds one sum of a sentence, over {@code count} values. Adds nothing if {@code count} is 0.
     */
    void add(int at, WideSums sentence, int from, long count) {
      if (count > 0) {
        long mean = sentence.mean(from, count);
        sums.add(at, mean);
        squares.addSquare(at, mean);
        tokenSums.add(at, sentence, from);
      }
    }

    void addAll(Moments other) {
      sums.addAll(other.sums);
      squares.addAll(other.squares);
      tokenSums.addAll(other.tokenSums);
    }

    Estimate estimate(int i, long sentences, long queries, int heads) {
      BigInteger ofQueries = tokenSums.exact(i);
      return Estimate.of(sums.exact(i), squares.exact(i), ofQueries, sentences, queries, heads);
    }
  }
}
