package io.corpusattention.job.analyze;

import io.corpusattention.analysis.Words;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Puts the words of a corpus's row together.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens position of the tokens; -1 for none
 * @param queryTokens position of the tokens of the queries that a sentence brings; -1 for none
 * @param wordIds position of the ids of words; -1 for none
 * @param fixedQueries words of queries that are the same for every sentence, or null
 */
record CorpusRowWords(
    boolean selfAttention, int tokens, int queryTokens, int wordIds, Words fixedQueries)
    implements Serializable {
  private static final SentenceWords NONE = new SentenceWords(null, null);

  /** Null where the row's tokens are not fit: it is rejected elsewhere. */
  SentenceWords of(InternalRow row) {
    if (tokens < 0) {
      return NONE;
    }
    String[] keyTokens = strings(row, tokens);
    if (keyTokens == null) {
      return null;
    }
    Words keys = Words.of(keyTokens, ids(row, keyTokens.length));
    if (selfAttention) {
      return new SentenceWords(keys, keys);
    }
    String[] own = queryTokens < 0 ? null : strings(row, queryTokens);
    return new SentenceWords(keys, own == null ? fixedQueries : Words.of(own, null));
  }

  private static String[] strings(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    ArrayData array = row.getArray(ordinal);
    String[] strings = new String[array.numElements()];
    for (int i = 0; i < strings.length; i++) {
      if (array.isNullAt(i)) {
        return null;
      }
      strings[i] = array.getUTF8String(i).toString();
    }
    return strings;
  }

  /** The ids of words, where they fit the tokens. */
  private int[] ids(InternalRow row, int n) {
    if (wordIds < 0 || row.isNullAt(wordIds)) {
      return null;
    }
    ArrayData array = row.getArray(wordIds);
    if (array.numElements() != n) {
      return null;
    }
    for (int i = 0; i < n; i++) {
      if (array.isNullAt(i)) {
        return null;
      }
    }
    return array.toIntArray();
  }
}
