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

  /** Why the ids of a row's words do not do; null where they do, or where there are no tokens. */
  Rejection unfit(RawRow row) {
    String[] keyTokens = tokens < 0 ? null : strings(row, tokens);
    return keyTokens == null ? null : WordIds.unfit(keyTokens, ids(row));
  }

  /** Null where the row's tokens or the ids of its words are not fit: it is rejected elsewhere. */
  SentenceWords of(RawRow row) {
    if (tokens < 0) {
      return NONE;
    }
    String[] keyTokens = strings(row, tokens);
    Object ids = ids(row);
    if (keyTokens == null || WordIds.unfit(keyTokens, ids) != null) {
      return null;
    }
    Words keys = WordIds.of(keyTokens, ids);
    if (selfAttention) {
      return new SentenceWords(keys, keys);
    }
    String[] own = queryTokens < 0 ? null : strings(row, queryTokens);
    return new SentenceWords(keys, own == null ? fixedQueries : Words.of(own, null));
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
