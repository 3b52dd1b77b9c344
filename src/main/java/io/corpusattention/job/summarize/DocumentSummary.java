package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.Keyword;
import io.corpusattention.analysis.summary.NaturalOrder;
import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.analysis.summary.WordForms;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keywords, phrases and main sentences of a document. The score of a sentence is the sum of the
 * scores of the document's keywords that occur in it, each counted once.
 */
final class DocumentSummary implements SummarizeItem {
  private static final long serialVersionUID = 1;

  /**
   * A main sentence. The natural order puts higher scores first and, among equal scores, earlier
   * ids first.
   *
   * @param score the score in units of 2⁻³²
   */
  record Sentence(Object id, String text, long score)
      implements Comparable<Sentence>, Serializable {
    private static final Comparator<Sentence> ORDER =
        Comparator.comparingLong(Sentence::score)
            .reversed()
            .thenComparing(Sentence::id, NaturalOrder.ORDER);

    @Override
    public int compareTo(Sentence other) {
      return ORDER.compare(this, other);
    }
  }

  final Object document;
  final Best<Keyword> words;
  final Best<Keyword> phrases;
  final Best<Sentence> main;
  long sentences;
  private final WordForms forms;
  private final Map<String, Long> scores = new HashMap<>();

  /** Creates a document with its keywords. Its sentences are added later. */
  DocumentSummary(
      Object document,
      Best<Keyword> words,
      Best<Keyword> phrases,
      int mainSentences,
      WordForms forms) {
    this.document = document;
    this.forms = forms;
    this.words = words;
    this.phrases = phrases;
    this.main = new Best<>(mainSentences);
    words.list().forEach(word -> scores.put(word.key(), word.score()));
  }

  /** Adds a sentence of the document. A sentence without keywords is counted but has no score. */
  void add(ScoredSentence sentence) {
    sentences++;
    ScoredWords scored = sentence.words();
    Set<String> met = new HashSet<>();
    long score = 0;
    for (int i = 0; i < scored.words().length; i++) {
      if (scored.content()[i]) {
        String key = forms.key(List.of(scored.words()[i]));
        if (met.add(key)) {
          score = Math.addExact(score, scores.getOrDefault(key, 0L));
        }
      }
    }
    if (score > 0) {
      main.add(new Sentence(sentence.id(), scored.text(), score));
    }
  }
}
