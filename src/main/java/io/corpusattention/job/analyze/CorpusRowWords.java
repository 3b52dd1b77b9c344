package io.corpusattention.job.analyze;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.SyntaxColumns;
import io.corpusattention.job.run.WordIds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Reads the words of a corpus row.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens position of the tokens column; -1 for none
 * @param queryTokens position of the column with the tokens of a sentence's own queries; -1 for
 *     none
 * @param wordIds the column with the word ids
 * @param heads the column with the syntactic heads of words
 * @param relations position of the column with the words' relations to their heads; -1 for none
 * @param truncated position of the column that says whether the sentence was truncated; -1 for none
 * @param fixedQueries words of the queries that are the same for every sentence; null for none
 */
record CorpusRowWords(
    boolean selfAttention,
    int tokens,
    int queryTokens,
    Integers wordIds,
    Integers heads,
    int relations,
    int truncated,
    Words fixedQueries)
    implements Serializable {
  /**
   * A column of lists of integers.
   *
   * @param ordinal position of the column; -1 if there is none
   * @param wide whether the integers have 64 bits
   */
  record Integers(int ordinal, boolean wide) implements Serializable {
    private Object in(RawRow row) {
      return ordinal < 0 ? null : row.integers(ordinal, wide);
    }
  }

  /** The words of a row, or why they cannot be determined. Both are null if it has no tokens. */
  record Told(SentenceWords words, Rejection unfit) {
    private static final Told NOTHING = new Told(null, null);
  }

  /** Reads the words of a row. Rows with bad tokens are rejected elsewhere. */
  Told tell(RawRow row) {
    if (tokens < 0) {
      return new Told(SentenceWords.NONE, null);
    }
    String[] keyTokens = strings(row, tokens);
    if (keyTokens == null) {
      return Told.NOTHING;
    }
    Object ids = wordIds.in(row);
    Object governors = heads.in(row);
    String[] names = relations < 0 ? null : row.strings(relations);
    Rejection unfit = WordIds.unfit(keyTokens, ids);
    unfit = unfit == null ? SyntaxColumns.unfit(governors, names) : unfit;
    if (unfit != null) {
      return new Told(null, unfit);
    }
    Words keys = WordIds.of(keyTokens, ids);
    if (selfAttention) {
      Syntax syntax = SyntaxColumns.of(governors, names, truncated >= 0 && row.isTrue(truncated));
      return new Told(new SentenceWords(keys, keys, syntax), null);
    }
    String[] own = queryTokens < 0 ? null : strings(row, queryTokens);
    Words queries = own == null ? fixedQueries : Words.of(own, null);
    return new Told(new SentenceWords(keys, queries, null), null);
  }

  /** Returns the strings; null if there are none or one of them is null. */
  private static String[] strings(RawRow row, int ordinal) {
    String[] strings = row.strings(ordinal);
    return strings == null || Arrays.asList(strings).contains(null) ? null : strings;
  }
}
