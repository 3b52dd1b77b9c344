package io.corpusattention.job.analyze;

import io.corpusattention.analysis.Words;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.WordIds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Puts the words of a corpus's row together.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens position of the tokens; -1 for none
 * @param queryTokens position of the tokens of the queries that a sentence brings; -1 for none
 * @param wordIds position of the ids of words; -1 for none
 * @param wideIds whether these have 64 bits
 * @param fixedQueries words of queries that are the same for every sentence, or null
 */
record CorpusRowWords(
    boolean selfAttention,
    int tokens,
    int queryTokens,
    int wordIds,
    boolean wideIds,
    Words fixedQueries)
    implements Serializable {
  private static final SentenceWords NONE = new SentenceWords(null, null);

  /** The words of a row, or why they cannot be told; both null where it has no tokens. */
  record Told(SentenceWords words, Rejection unfit) {
    private static final Told NOTHING = new Told(null, null);
  }

  /** Tells the words of a row. Tokens that are not fit are rejected elsewhere. */
  Told tell(RawRow row) {
    if (tokens < 0) {
      return new Told(NONE, null);
    }
    String[] keyTokens = strings(row, tokens);
    if (keyTokens == null) {
      return Told.NOTHING;
    }
    Object ids = ids(row);
    Rejection unfit = WordIds.unfit(keyTokens, ids);
    if (unfit != null) {
      return new Told(null, unfit);
    }
    Words keys = WordIds.of(keyTokens, ids);
    if (selfAttention) {
      return new Told(new SentenceWords(keys, keys), null);
    }
    String[] own = queryTokens < 0 ? null : strings(row, queryTokens);
    return new Told(
        new SentenceWords(keys, own == null ? fixedQueries : Words.of(own, null)), null);
  }

  /** Null where there are none, or where one is null. */
  private static String[] strings(RawRow row, int ordinal) {
    String[] strings = row.strings(ordinal);
    return strings == null || Arrays.asList(strings).contains(null) ? null : strings;
  }

  private Object ids(RawRow row) {
    return wordIds < 0 ? null : row.integers(wordIds, wideIds);
  }
}
