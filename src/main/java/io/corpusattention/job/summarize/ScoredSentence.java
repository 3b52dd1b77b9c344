package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.corpus.row.Rejection;

/**
 * A sentence with its words and their scores: all that summaries and keywords need of it.
 *
 * @param document null where there are none, or where it is rejected
 * @param words null where it is rejected
 * @param rejection null where it is fit
 */
record ScoredSentence(
    Object id, Object document, int numTokens, ScoredWords words, Rejection rejection)
    implements SummarizeItem {}
