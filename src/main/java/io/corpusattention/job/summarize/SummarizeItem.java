package io.corpusattention.job.summarize;

import java.io.Serializable;

/** An item that a summarize task writes: a scored sentence or a document. */
sealed interface SummarizeItem extends Serializable permits ScoredSentence, DocumentSummary {}
