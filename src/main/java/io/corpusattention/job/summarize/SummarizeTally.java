package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.NaturalOrder;
import io.corpusattention.job.run.Counts;
import java.io.Serializable;
import java.util.List;

/**
 * What summarize counts, in a task or in all of them.
 *
 * @param words of the summaries
 * @param empty sentences of no word but stop words and punctuation
 * @param noChoice sentences of no more content words than may be kept
 * @param keywords rows of the table of keywords
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
   * A sentence and what was kept of it.
   *
   * @param kept for each word whether it was
   */
  record Example(Object id, List<String> words, List<Boolean> kept)
      implements Comparable<Example>, Serializable {
    @Override
    public int compareTo(Example other) {
      return NaturalOrder.ORDER.compare(id, other.id);
    }
  }

  /** A document's first keywords and phrases. */
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
