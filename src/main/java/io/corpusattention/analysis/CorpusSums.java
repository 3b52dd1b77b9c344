package io.corpusattention.analysis;

import java.io.Serializable;

/**
 * Sums over the sentences of a corpus, or of a part of it; parts add up to the same bits in any
 * order. Each sentence's mean over its queries is rounded once to fixed point.
 *
 * <p>A row is one kind of distribution: the weights of a head, first of all.
 */
public final class CorpusSums implements Serializable {
  private static final long serialVersionUID = 1;

  static final int STATISTICS = Statistic.values().length;

  private final int rows;
  private final Moments values;
  private final Moments divergences;
  private long sentences;
  private long queries;
  private long longSentences; // those of two tokens and more
  private long longQueries;
  private long markedSentences; // those whose keys have tokens
  private long markedQueries;

  /**
   * Sums of no sentence.
   *
   * @param rows kinds of distributions
   * @param heads of which pairs are compared
   */
  public CorpusSums(int rows, int heads) {
    this.rows = rows;
    this.values = new Moments(rows * STATISTICS);
    this.divergences = new Moments(heads * (heads - 1) / 2);
  }

  /** Adds a whole sentence. */
  public void add(SentenceSums sentence) {
    sentences++;
    queries += sentence.queries();
    if (sentence.numTokens() > 1) {
      longSentences++;
      longQueries += sentence.queries();
    }
    if (sentence.marked()) {
      markedSentences++;
      markedQueries += sentence.queries();
    }
    values.add(sentence.values, sentence.queries());
    divergences.add(sentence.divergences, sentence.queries());
  }

  /** Adds another part of the corpus. */
  public CorpusSums add(CorpusSums part) {
    sentences += part.sentences;
    queries += part.queries;
    longSentences += part.longSentences;
    longQueries += part.longQueries;
    markedSentences += part.markedSentences;
    markedQueries += part.markedQueries;
    values.addAll(part.values);
    divergences.addAll(part.divergences);
    return this;
  }

  public long sentences() {
    return sentences;
  }

  /** Queries of all sentences; the tokens, in self-attention. */
  public long queries() {
    return queries;
  }

  /** What the corpus tells of a statistic, or null where no sentence has it. */
  public Estimate estimate(int row, Statistic statistic) {
    int at = row * STATISTICS + statistic.ordinal();
    return switch (statistic) {
      case NORMALIZED_ENTROPY -> values.estimate(at, longSentences, longQueries);
      case SHARE_SPECIAL, SHARE_PUNCTUATION -> values.estimate(at, markedSentences, markedQueries);
      default -> values.estimate(at, sentences, queries);
    };
  }

  /**
   * The Jensen-Shannon divergence between two heads, ½ Σ P ln(P/M) + ½ Σ Q ln(Q/M) with M the mean
   * of P and Q, in nats: at most ln 2. As Clark et al. 2019 compare heads, but averaged over
   * queries.
   *
   * @param other a later head
   * @return null where there is no sentence
   */
  public Estimate divergence(int head, int other, int heads) {
    return divergences.estimate(pair(head, other, heads), sentences, queries);
  }

  /** Index of a pair among those of all heads, each pair once. */
  static int pair(int head, int other, int heads) {
    return head * (2 * heads - head - 1) / 2 + other - head - 1;
  }

  int rows() {
    return rows;
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

    void add(WideSums sentence, long queries) {
      for (int i = 0; i < sentence.size(); i++) {
        long mean = sentence.mean(i, queries);
        sums.add(i, mean);
        squares.addSquare(i, mean);
      }
      tokenSums.addAll(sentence);
    }

    void addAll(Moments other) {
      sums.addAll(other.sums);
      squares.addAll(other.squares);
      tokenSums.addAll(other.tokenSums);
    }

    Estimate estimate(int i, long sentences, long queries) {
      return Estimate.of(sums.exact(i), squares.exact(i), tokenSums.exact(i), sentences, queries);
    }
  }
}
