package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.NaturalOrder;
import io.corpusattention.job.run.Counts;
import java.io.Serializable;
import java.util.List;

/**
 * The counts of one summarize task, or of all tasks together.
 *
 * @param words number of words in the summaries
 * @param empty number of sentences with only stop words and punctuation
 * @param noChoice number of sentences that have no more content words than may be kept
 * @param keywords number of rows in the table of keywords
 * @param examples the first sentences
 * @param example the first document; null for none
 */
record SummarizeTally(
    Counts counts,
    long words,
    long empty,
    long noChoice,
    long documents,
    long keywords,
    Best<Example> examples,
    DocumentExample example)
    implements Serializable {
  static final int EXAMPLES = 3;

  /**
   * A sentence and the words that were kept.
   *
   * @param kept whether each word was kept
   */
  record Example(Object id, List<String> words, List<Boolean> kept)
      implements Comparable<Example>, Serializable {
    @Override
    public int compareTo(Example other) {
      return NaturalOrder.ORDER.compare(id, other.id);
    }
  }

  /** A document with its keywords and phrases. */
  record DocumentExample(Object document, List<String> words, List<String> phrases)
      implements Serializable {
    static DocumentExample first(DocumentExample one, DocumentExample other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return NaturalOrder.ORDER.compare(one.document, other.document) <= 0 ? one : other;
    }
  }

  static SummarizeTally zero() {
    return new SummarizeTally(Counts.zero(), 0, 0, 0, 0, 0, new Best<>(EXAMPLES), null);
  }

  SummarizeTally plus(SummarizeTally other) {
    return new SummarizeTally(
        counts.plus(other.counts),
        words + other.words,
        empty + other.empty,
        noChoice + other.noChoice,
        documents + other.documents,
        keywords + other.keywords,
        new Best<Example>(EXAMPLES).addAll(examples).addAll(other.examples),
        DocumentExample.first(example, other.example));
  }
}
