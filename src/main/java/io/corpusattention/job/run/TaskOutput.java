package io.corpusattention.job.run;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The output of one task: rows of the job's tables, and the records that it sets aside. */
public final class TaskOutput {
  private final TaskTables tables;
  private final int rejectedTable;
  private final boolean failOnBadRecord;
  private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);

  TaskOutput(TaskTables tables, int rejectedTable, boolean failOnBadRecord) {
    this.tables = tables;
    this.rejectedTable = rejectedTable;
    this.failOnBadRecord = failOnBadRecord;
  }

  /** Returns the task's file for a table. Creates it on the first call. */
  public ParquetTableFile file(int table) throws IOException {
    return tables.file(table);
  }

  /**
   * Sets a record aside, or ends the task if bad records stop the run.
   *
   * @param id the id as Spark holds it; null for none
   */
  public void reject(Object id, Rejection rejection) throws IOException {
    if (failOnBadRecord) {
      throw new BadRecordException(id, rejection);
    }
    setAside(id, rejection);
  }

  /**
   * Sets aside a record of which the user's own settings leave nothing. Never stops the run.
   *
   * @param id the id as Spark holds it; null for none
   */
  public void setAside(Object id, Rejection rejection) throws IOException {
    tables.file(rejectedTable).endRow(RejectedTableSchema.row(id, rejection));
    reasons.merge(rejection.reason(), 1L, Long::sum);
  }

  /** Returns the number of records set aside so far, by reason. */
  public Map<RejectReason, Long> reasons() {
    return reasons;
  }
}
