package io.corpusattention.job.run;

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
 * The work of a job on one partition: rows in, files of its tables out. A task either commits all
 * that it has written, and tells what came of it, or leaves nothing.
 *
 * @param <T> a row
 * @param <R> what the driver is told beside the commit
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

    /** Writes what has been taken and not yet been written. */
    default void flush() throws IOException {}

    /**
     * What came of it, after the commit.
     *
     * @param commitNanos what completing and committing the files took
     */
    R result(long commitNanos);
  }

  private final TableWrite.Target target;
  private final int rejectedTable;
  private final boolean failOnBadRecord;

  /**
   * @param rejectedTable the table of rejected records, counted as the target has them
   */
  protected TableTask(TableWrite.Target target, int rejectedTable, boolean failOnBadRecord) {
    this.target = target;
    this.rejectedTable = rejectedTable;
    this.failOnBadRecord = failOnBadRecord;
  }

  /** Begins an attempt. */
  protected abstract Work<T, R> begin(TaskContext task, TaskOutput output) throws IOException;

  /** Whether this task makes a file of the first table even if it has no row. */
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
