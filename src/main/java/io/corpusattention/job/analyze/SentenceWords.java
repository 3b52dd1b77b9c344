package io.corpusattention.job.analyze;

import io.corpusattention.analysis.Words;

/**
 * The words of a sentence's keys and of its queries.
 *
 * @param keys null where they have none
 * @param queries null where they have none; in self-attention those of the keys
 */
record SentenceWords(Words keys, Words queries) {}
