package io.corpusattention.job.run;

import io.corpusattention.corpus.row.Rejection;
import java.io.Serializable;

/** A record that stops the run under --on-bad-record fail; never leaves the task. */
public final class BadRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Object id;
  private final Rejection rejection;

  public BadRecordException(Object id, Rejection rejection) {
    super(rejection.detail());
    this.id = id;
    this.rejection = rejection;
  }

  /** What the task gives back to the driver instead. */
  public <R extends Serializable> TaskOutcome<R> outcome() {
    return TaskOutcome.badRecord(id, rejection);
  }
}
