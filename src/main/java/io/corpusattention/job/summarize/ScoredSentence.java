package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.corpus.row.Rejection;

/**
 * A sentence with its words and their scores, which is everything that summaries and keywords need.
 *
 * @param document the document of the sentence; null if there are no documents or the sentence is
 *     rejected
 * @param words null if the sentence is rejected
 * @param rejection null if the sentence is not rejected
 */
record ScoredSentence(
    Object id, Object document, int numTokens, ScoredWords words, Rejection rejection)
    implements SummarizeItem {}
