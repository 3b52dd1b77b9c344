package io.corpusattention.job.run;

import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.table.TaskCommit;
import java.io.Serializable;

/**
 * What a task that writes tables gives back to the driver.
 *
 * @param <R> what the job wants to know of the task, such as its counts
 * @param message of the commit; null where the task stopped at a bad record
 * @param result null where the task stopped at a bad record
 * @param badRecordId the id of that record as text, "null" for none
 * @param badRecord null where the task went through
 */
public record TaskOutcome<R extends Serializable>(
    TaskCommit message, R result, String badRecordId, Rejection badRecord) implements Serializable {
  public static <R extends Serializable> TaskOutcome<R> done(TaskCommit message, R result) {
    return new TaskOutcome<>(message, result, null, null);
  }

  static <R extends Serializable> TaskOutcome<R> badRecord(Object id, Rejection rejection) {
    return new TaskOutcome<>(null, null, String.valueOf(id), rejection);
  }
}
