package io.corpusattention.job.analyze;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;

/**
 * The words of a sentence's keys and of its queries.
 *
 * @param keys the words of the keys; null if they have none
 * @param queries the words of the queries; null if they have none; in self-attention the words of
 *     the keys
 * @param syntax the syntax of the keys' words; null if they have none
 */
record SentenceWords(Words keys, Words queries, Syntax syntax) {
  static final SentenceWords NONE = new SentenceWords(null, null, null);
}
