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
 * Scores the words of a sentence: rows of an attention table in, scored sentences out; or parts of
 * them, where a row is a tile.
 *
 * @param wordIds where the word ids stand among a row's further columns; -1 for none
 * @param document likewise the document; -1 where there are none, and then no ranks either
 */
record SentenceScorer(StopWords stopWords, int heads, int wordIds, int document)
    implements Serializable {
  /** What a row tells beside its numbers. */
  private record Text(String[] tokens, Object wordIds, Object document) implements Serializable {}

  /** What tiles of a sentence add up to, in any order. */
  static final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final Object id;
    private Text text; // comes with the first query
    private final long[] received; // [n]
    private final double[] proportional; // [n], each from the one tile that has its query; or null
    private double[] global; // [n], comes with the first query; or null
    private long queries;

    private Part(Object id, int numTokens, boolean ranked) {
      this.id = id;
      this.received = new long[numTokens];
      this.proportional = ranked ? new double[numTokens] : null;
    }

    /** Adds another tile of the same sentence. */
    Part add(Part other) {
      text = text == null ? other.text : text;
      global = global == null ? other.global : global;
      queries += other.queries;
      for (int i = 0; i < received.length; i++) {
        received[i] += other.received[i];
        if (proportional != null) {
          proportional[i] += other.proportional[i];
        }
      }
      return this;
    }

    Object id() {
      return id;
    }

    int numTokens() {
      return received.length;
    }

    long queries() {
      return queries;
    }

    /** Whether the tile with the first query is among them. */
    boolean begun() {
      return text != null;
    }
  }

  boolean ranked() {
    return document >= 0;
  }

  /** A sentence that is one row. */
  ScoredSentence whole(AttentionRow row) {
    return sentence(
        row.id(),
        text(row),
        fixed(row.received()),
        ranked() ? SamRank.scores(row.attention(), heads, row.numTokens()) : null);
  }

  /**
   * A tile.
   *
   * @param columns of the whole sentence: [heads, n]; null where words are not ranked
   */
  Part tile(AttentionRow row, double[] columns) {
    Part part = new Part(row.id(), row.numTokens(), ranked());
    System.arraycopy(fixed(row.received()), 0, part.received, 0, row.numTokens());
    part.queries = row.numQueries();
    if (row.queryStart() == 0) {
      part.text = text(row);
      part.global = ranked() ? SamRank.global(columns, heads) : null;
    }
    if (ranked()) {
      double[] scores =
          SamRank.proportional(row.attention(), columns, heads, row.numQueries(), row.numTokens());
      System.arraycopy(scores, 0, part.proportional, row.queryStart(), scores.length);
    }
    return part;
  }

  /** A tile's column sums. */
  ColumnSums columns(AttentionRow row) {
    return new ColumnSums(heads, row.numTokens()).add(row.attention(), row.numQueries());
  }

  /** The sentence whose tiles are all there. */
  ScoredSentence joined(Part part) {
    return sentence(
        part.id,
        part.text,
        part.received,
        ranked() ? SamRank.scores(part.global, part.proportional, heads) : null);
  }

  private Text text(AttentionRow row) {
    return new Text(
        row.tokens(),
        wordIds < 0 ? null : row.extra()[wordIds],
        document < 0 ? null : row.extra()[document]);
  }

  private static long[] fixed(float[] values) {
    long[] fixed = new long[values.length];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = WideSums.fixed(values[i]);
    }
    return fixed;
  }

  private ScoredSentence sentence(Object id, Text text, long[] received, long[] ranks) {
    Rejection rejection = rejection(text);
    int n = received.length;
    if (rejection != null) {
      return new ScoredSentence(id, null, n, null, rejection);
    }
    Words words = WordIds.of(text.tokens(), text.wordIds());
    return new ScoredSentence(
        id, text.document(), n, ScoredWords.of(words, stopWords, received, ranks), null);
  }

  private Rejection rejection(Text text) {
    if (text.tokens() == null) {
      return new Rejection(RejectReason.NULL_TOKENS, "tokens is null, and words are made of it");
    }
    if (ranked() && text.document() == null) {
      return new Rejection(RejectReason.NULL_DOCUMENT, "the document column is null");
    }
    return WordIds.unfit(text.tokens(), text.wordIds());
  }
}
