package io.corpusattention.job.analyze;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;

/**
 * The words of a sentence's keys and of its queries.
 *
 * @param keys null where they have none
 * @param queries null where they have none; in self-attention those of the keys
 * @param syntax of the keys' words; null where they have none
 */
record SentenceWords(Words keys, Words queries, Syntax syntax) {
  static final SentenceWords NONE = new SentenceWords(null, null, null);
}
