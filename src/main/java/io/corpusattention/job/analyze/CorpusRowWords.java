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
 * Puts the words of a corpus's row together.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens position of the tokens; -1 for none
 * @param queryTokens position of the tokens of the queries that a sentence brings; -1 for none
 * @param wordIds the ids of words
 * @param heads governors of words
 * @param relations position of the words' relations to them; -1 for none
 * @param truncated position of whether the sentence was cut; -1 for none
 * @param fixedQueries words of queries that are the same for every sentence, or null
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
   * @param ordinal its position; -1 where there is none
   * @param wide whether these have 64 bits
   */
  record Integers(int ordinal, boolean wide) implements Serializable {
    private Object in(RawRow row) {
      return ordinal < 0 ? null : row.integers(ordinal, wide);
    }
  }

  /** The words of a row, or why they cannot be told; both null where it has no tokens. */
  record Told(SentenceWords words, Rejection unfit) {
    private static final Told NOTHING = new Told(null, null);
  }

  /** Tells the words of a row. Tokens that are not fit are rejected elsewhere. */
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

  /** Null where there are none, or where one is null. */
  private static String[] strings(RawRow row, int ordinal) {
    String[] strings = row.strings(ordinal);
    return strings == null || Arrays.asList(strings).contains(null) ? null : strings;
  }
}
