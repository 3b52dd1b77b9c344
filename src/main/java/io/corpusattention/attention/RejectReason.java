package io.corpusattention.attention;

import java.util.Locale;

/**
 * Why a record cannot be computed. {@code corpus.SentenceCheck} checks embedded sentences by the
 * rules of {@code corpus.row.EmbeddingsCheck}. {@code corpus.text.TextDecoder}, {@code
 * SentenceCutter} and {@code ConlluSentence} check text. {@link AttentionStep} detects overflows.
 */
public enum RejectReason {
  NULL_ID,
  NULL_EMBEDDINGS,
  NULL_TEXT,
  NULL_TOKENS,
  NULL_DOCUMENT,
  NULL_LABEL,
  NOT_UTF8,
  MALFORMED,
  EMPTY,
  NULL_ELEMENT,
  WRONG_LENGTH,
  RAGGED,
  NOT_FINITE,
  OVERFLOW,
  TOO_LONG;

  /** Returns the name in tables, messages and the manifest: {@code null_id}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
