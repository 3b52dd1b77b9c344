package io.corpusattention.learning;

import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/**
 * The result of reading a record: a sentence, or the reason why there is none.
 *
 * @param sentence the sentence, or null if the record was rejected
 * @param id the id of a rejected record, as in the input; may be null
 * @param rejection the reason, or null if the record was accepted
 */
public record TrainingRecord(TrainingSentence sentence, Object id, Rejection rejection)
    implements Serializable {
  public static TrainingRecord fit(TrainingSentence sentence) {
    return new TrainingRecord(sentence, null, null);
  }

  public static TrainingRecord rejected(Object id, Rejection rejection) {
    return new TrainingRecord(null, id, rejection);
  }
}
