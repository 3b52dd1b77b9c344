package io.corpusattention.corpus;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Ends the work of a task that Spark has killed, for example because a signal stops the job. Spark
 * does not interrupt the thread of such a task. Its own readers look whether the task is killed,
 * but they return so many rows at once that the task could go on for a long time.
 */
public final class KilledTask {
  private KilledTask() {}

  /**
   * Throws Spark's TaskKilledException if this thread runs a task that Spark has killed. Do not
   * catch it: it tells Spark how the task ended. Takes nanoseconds, so that code can call this for
   * every record.
   */
  public static void end() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) { // null in a thread of the driver
      throw new TaskKilledException();
    }
  }
}
