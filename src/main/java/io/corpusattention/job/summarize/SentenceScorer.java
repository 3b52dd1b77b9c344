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
 * Scores the words of a sentence: rows of an attention table in, parts of sentences out, and of
 * these, once they are added up, scored sentences.
 *
 * @param heads that count
 * @param received where it comes from what tokens receive
 * @param wordIds where the word ids stand among a row's further columns; -1 for none
 * @param document likewise the document; -1 where there are none, and then no ranks either
 */
record SentenceScorer(
    StopWords stopWords, ChosenHeads heads, Received received, int wordIds, int document)
    implements Serializable {
  /** Where it comes from what tokens receive. */
  enum Received {
    /** The column attention_received, a mean over all heads of its row's layer. */
    COLUMN,

    /** The weights of the heads that count. */
    WEIGHTS,

    /** All layers, multiplied. */
    ROLLOUT
  }

  boolean ranked() {
    return document >= 0;
  }

  /**
   * A row.
   *
   * @param columns of all queries of the sentence in the row's layer: [heads, n]; null where words
   *     are not ranked, or where the row has all these queries
   * @param rolledOut what tokens receive of all layers, [n]; null but with the last row that is
   *     multiplied
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

  /** A row's column sums, of the heads that count. */
  ColumnSums columns(AttentionRow row) {
    return new ColumnSums(heads.of(row), row.numTokens()).add(heads.weights(row), row.numQueries());
  }

  /** The sentence whose rows are all there. */
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

  /** Each sum, of nothing below 0, divided and rounded to the nearest. */
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
