package io.corpusattention.job.summarize;

import io.corpusattention.analysis.WideSums;
import io.corpusattention.analysis.summary.ColumnSums;
import io.corpusattention.analysis.summary.SamRank;
import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import java.io.Serializable;

/**
 * Scores the words of a sentence. Turns rows of an attention table into parts of sentences, and
 * summed parts into scored sentences.
 *
 * @param heads the heads that are used
 * @param received the source of the attention that tokens receive
 * @param wordIds position of the word ids among a row's extra columns; -1 for none
 * @param document position of the document among the extra columns; -1 if there are no documents,
 *     and so no ranks
 */
record SentenceScorer(
    StopWords stopWords, ChosenHeads heads, Received received, int wordIds, int document)
    implements Serializable {
  /** The source of the attention that tokens receive. */
  enum Received {
    /** The column attention_received, which is a mean over all heads of the row's layer. */
    COLUMN,

    /** The weights of the chosen heads. */
    WEIGHTS,

    /** The product of all layers. */
    ROLLOUT
  }

  boolean ranked() {
    return document >= 0;
  }

  /**
   * Returns the part of a sentence from one row.
   *
   * @param columns column sums over all queries of the sentence in the row's layer, [heads, n];
   *     null if words are not ranked, or if the row has all these queries
   * @param rolledOut what tokens receive from all layers, [n]; null except for the last row of a
   *     sentence with rollout
   */
  SentencePart part(AttentionRow row, double[] columns, double[] rolledOut) {
    SentencePart part = new SentencePart(row.id(), row.numTokens(), heads.layerCount(), ranked());
    int layer = heads.layer(row);
    part.count(layer, row.queryStart(), row.numQueries());
    if (layer == 0 && row.queryStart() == 0) {
      part.text =
          new SentencePart.Text(
              row.tokens(),
              wordIds < 0 ? null : row.extra()[wordIds],
              document < 0 ? null : row.extra()[document]);
    }
    addReceived(row, rolledOut, part.received);
    if (ranked()) {
      SamRank.add(
          heads.weights(row),
          columns == null ? columns(row).values() : columns,
          heads.of(row),
          row.queryStart(),
          row.numQueries(),
          part.ranks);
    }
    return part;
  }

  private void addReceived(AttentionRow row, double[] rolledOut, long[] sums) {
    int n = sums.length;
    switch (received) {
      case COLUMN -> add(row.received(), 0, sums);
      case WEIGHTS -> {
        float[] weights = heads.weights(row);
        for (int from = 0; from < weights.length; from += n) {
          add(weights, from, sums);
        }
      }
      case ROLLOUT -> {
        for (int j = 0; rolledOut != null && j < n; j++) {
          sums[j] += WideSums.fixed(rolledOut[j]);
        }
      }
    }
  }

  private static void add(float[] values, int from, long[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += WideSums.fixed(values[from + j]);
    }
  }

  /** Returns the column sums of a row for the chosen heads. */
  ColumnSums columns(AttentionRow row) {
    return new ColumnSums(heads.of(row), row.numTokens()).add(heads.weights(row), row.numQueries());
  }

  /** Returns the scored sentence from a complete part. */
  ScoredSentence sentence(SentencePart part) {
    SentencePart.Text text = part.text;
    int n = part.numTokens();
    Rejection rejection = rejection(text);
    if (rejection != null) {
      return new ScoredSentence(part.id, null, n, null, rejection);
    }
    long summed =
        switch (received) {
          case COLUMN -> heads.layerCount();
          case WEIGHTS -> heads.count() * part.queries();
          case ROLLOUT -> 1;
        };
    Words words = WordIds.of(text.tokens(), text.wordIds());
    ScoredWords scored =
        ScoredWords.of(
            words,
            stopWords,
            means(part.received, summed),
            ranked() ? means(part.ranks, heads.count()) : null);
    return new ScoredSentence(part.id, text.document(), n, scored, null);
  }

  /** Divides each sum by the count and rounds to nearest. The sums must not be negative. */
  private static long[] means(long[] sums, long count) {
    long[] means = new long[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (sums[i] + count / 2) / count;
    }
    return means;
  }

  private Rejection rejection(SentencePart.Text text) {
    if (text.tokens() == null) {
      return new Rejection(RejectReason.NULL_TOKENS, "tokens is null, and words are made of it");
    }
    if (ranked() && text.document() == null) {
      return new Rejection(RejectReason.NULL_DOCUMENT, "the document column is null");
    }
    return WordIds.unfit(text.tokens(), text.wordIds());
  }
}
