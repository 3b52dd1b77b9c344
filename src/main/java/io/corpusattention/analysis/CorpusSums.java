package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.RelationSums;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sums over the sentences of a corpus, or of a part of it; parts add up to the same bits in any
 * order. Each sentence's mean over its queries is rounded once to fixed point.
 *
 * <p>A row is one kind of distribution, as {@link MeterPlan} has them.
 */
public final class CorpusSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final MeterPlan plan;
  private final int size; // places of a row
  private final Moments values; // [rows, size]
  private final Moments means; // [layers, size]: of a layer's heads together
  private final Moments rollout; // [size]
  private final Moments divergences;
  private final RelationSums relations;
  private final long[] haves; // by places: sentences that have a query that has it
  private final long[] counts; // by places: queries that have it
  private long sentences;
  private long queries;

  /** Sums of no sentence. */
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

  /** Adds a whole sentence. */
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

  /** Queries of all sentences; the tokens, in self-attention. */
  public long queries() {
    return queries;
  }

  RelationSums relations() {
    return relations;
  }

  MeterPlan plan() {
    return plan;
  }

  /** What the corpus tells of a place of a row, or null where no sentence has it. */
  Estimate estimate(int row, int place) {
    return values.estimate(row * size + place, haves[place], counts[place], 1);
  }

  /** The same of the mean over a layer's heads. */
  Estimate ofLayer(int layer, int place) {
    return means.estimate(layer * size + place, haves[place], counts[place], plan.heads());
  }

  /** The same of what the layers, multiplied, give. */
  Estimate ofRollout(int place) {
    return rollout.estimate(place, haves[place], counts[place], 1);
  }

  /**
   * The Jensen-Shannon divergence between two heads, ½ Σ P ln(P/M) + ½ Σ Q ln(Q/M) with M the mean
   * of P and Q, in nats: at most ln 2. As Clark et al. 2019 compare heads, but averaged over
   * queries.
   *
   * @param pair its place among {@link MeterPlan#pairList}
   * @return null where there is no sentence
   */
  Estimate divergence(int pair) {
    return divergences.estimate(pair, sentences, queries, 1);
  }

  /** For each quantity the sums of the sentences' values, of their squares, and of all queries. */
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
     * @param counts queries that have each place's quantity
     * @param heads how many are added up in the row
     */
    void addRow(int at, WideSums sentence, int from, long[] counts, int heads) {
      for (int place = 0; place < counts.length; place++) {
        add(at + place, sentence, from + place, counts[place] * heads);
      }
    }

    /** Adds one sum of a sentence, of so many values; of none there is nothing to add. */
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
