package io.corpusattention.analysis.example;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.MeteredRow;
import java.util.Objects;

/**
 * Finds examples in the rows of an attention table, which need not have been written. All rows of a
 * sentence must be adjacent, ordered by layer and query. Weights are summed in this order, so the
 * sums do not depend on how the table is partitioned. Sentences without tokens are skipped.
 */
public final class ExampleMeter {
  private final WordExamples words;
  private final RelationExamples relations;
  private final Examples examples = new Examples();
  private SentenceExamples sentence; // the current sentence; null if its rows are skipped

  /**
   * @param plan the plan with which the corpus was measured
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

  /** Ends the last sentence and returns the examples of all sentences. */
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
