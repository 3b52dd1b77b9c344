package io.corpusattention.job.run;

import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/** Signals a record that stops the run under --on-bad-record fail. Never leaves the task. */
public final class BadRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Object id;
  private final Rejection rejection;

  public BadRecordException(Object id, Rejection rejection) {
    super(rejection.detail());
    this.id = id;
    this.rejection = rejection;
  }

  /** Returns the outcome that the task sends to the driver instead of this exception. */
  public <R extends Serializable> TaskOutcome<R> outcome() {
    return TaskOutcome.badRecord(id, rejection);
  }
}
