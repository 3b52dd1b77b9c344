package io.corpusattention.job.run;

import io.corpusattention.corpus.KilledTask;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskCommit;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * The work of a job on one partition: rows in, table files out. A task either commits everything
 * that it wrote and returns a result, or leaves nothing.
 *
 * @param <T> the type of a row
 * @param <R> the result that goes to the driver, in addition to the commit message
 */
public abstract class TableTask<T, R extends Serializable>
    extends AbstractFunction2<TaskContext, Iterator<T>, TaskOutcome<R>> implements Serializable {
  private static final long serialVersionUID = 1;

  /** The work of one attempt. */
  public interface Work<T, R> {
    /**
     * Takes the next row.
     *
     * @param row valid until this returns
     */
    void take(T row) throws IOException;

    /** Writes rows that were taken but not yet written. */
    default void flush() throws IOException {}

    /**
     * Returns the result of the attempt after the commit.
     *
     * @param commitNanos time spent completing and committing the files
     */
    R result(long commitNanos);
  }

  private final TableWrite.Target target;
  private final int rejectedTable;
  private final boolean failOnBadRecord;

  /**
   * @param rejectedTable the index of the table of rejected records in the target
   */
  protected TableTask(TableWrite.Target target, int rejectedTable, boolean failOnBadRecord) {
    this.target = target;
    this.rejectedTable = rejectedTable;
    this.failOnBadRecord = failOnBadRecord;
  }

  /** Begins an attempt. */
  protected abstract Work<T, R> begin(TaskContext task, TaskOutput output) throws IOException;

  /** Returns whether this task creates a file for the first table even if it has no rows. */
  protected boolean makesFirstTable(TaskContext task) {
    return task.partitionId() == 0;
  }

  @Override
  public final TaskOutcome<R> apply(TaskContext task, Iterator<T> rows) {
    try {
      TaskTables tables = new TaskTables(target, task, makesFirstTable(task));
      boolean committed = false;
      try {
        Work<T, R> work = begin(task, new TaskOutput(tables, rejectedTable, failOnBadRecord));
        while (rows.hasNext()) {
          KilledTask.end();
          work.take(rows.next());
        }
        work.flush();
        long start = System.nanoTime();
        TaskCommit message = tables.commit();
        committed = true;
        return TaskOutcome.done(message, work.result(System.nanoTime() - start));
      } catch (BadRecordException bad) {
        return bad.outcome();
      } finally {
        if (!committed) {
          tables.abort();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
