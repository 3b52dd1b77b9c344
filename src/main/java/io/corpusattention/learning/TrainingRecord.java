package io.corpusattention.learning;

import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/**
 * What a record of the input has become: a sentence, or a reason why it is none.
 *
 * @param sentence null where the record was rejected
 * @param id of a rejected record, as the input has it; may be null
 * @param rejection null where the record was fit
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
