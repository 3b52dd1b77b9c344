package io.corpusattention.job;

import java.io.Serializable;

/** What a task of summarize writes. */
sealed interface SummarizeItem extends Serializable permits ScoredSentence, DocumentSummary {}
