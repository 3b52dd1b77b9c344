package io.corpusattention.job.summarize;

import java.io.Serializable;

/** What a task of summarize writes. */
sealed interface SummarizeItem extends Serializable permits ScoredSentence, DocumentSummary {}
