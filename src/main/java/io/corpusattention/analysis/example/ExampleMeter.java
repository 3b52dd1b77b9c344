package io.corpusattention.analysis.example;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.MeteredRow;
import java.util.Objects;

/**
 * Looks for examples in the rows of an attention table, or what would be its rows. All rows of a
 * sentence come one after the other, by their layers and queries: all sums are in this order, and
 * the same wherever the sentence lies.
 */
public final class ExampleMeter {
  private final WordExamples words;
  private final RelationExamples relations;
  private final Examples examples = new Examples();
  private SentenceExamples sentence; // whose rows are coming in; null where they are passed over

  /**
   * @param plan as the corpus was measured
   */
  public ExampleMeter(MeterPlan plan, Sought sought) {
    words = new WordExamples(plan, sought);
    relations = new RelationExamples(plan, sought);
  }

  /** Takes a row. */
  public void add(MeteredRow row) {
    if (row.layer() == 0 && row.queryStart() == 0) {
      endSentence();
      if (row.keys() != null) {
        sentence = SentenceExamples.of(row.id());
        words.begin(row.keys(), row.queries());
        relations.begin(row.syntax(), row.keys());
      }
    }
    if (sentence != null && Objects.equals(sentence.id(), row.id())) {
      words.take(row);
      relations.take(row);
    }
  }

  /** What was found in all sentences. */
  public Examples end() {
    endSentence();
    return examples;
  }

  private void endSentence() {
    if (sentence != null) {
      words.end(sentence);
      relations.end(sentence);
      sentence.addTo(examples);
      sentence = null;
    }
  }
}
