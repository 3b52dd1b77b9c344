package io.corpusattention.job.run;

import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.table.TaskCommit;
import java.io.Serializable;

/**
 * The outcome that a task returns to the driver after it writes tables.
 *
 * @param <R> the result that the job needs from the task, such as its counts
 * @param message the commit message; null if the task stopped at a bad record
 * @param result null if the task stopped at a bad record
 * @param badRecordId the id of that record as text; "null" if it has none
 * @param badRecord why the record is bad; null if the task completed
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
