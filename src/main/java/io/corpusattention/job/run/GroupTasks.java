package io.corpusattention.job.run;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tracks which tasks of a job group are still running. A canceled job returns before its tasks
 * notice the cancellation, and their files can be removed only after they have ended.
 */
final class GroupTasks extends SparkListener {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String group;
  private final Set<Integer> jobs = new HashSet<>();
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> running = new HashSet<>();
  private int jobsEnded;

  GroupTasks(String group) {
    this.group = group;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    if (start.properties() != null
        && group.equals(start.properties().getProperty("spark.jobGroup.id"))) {
      jobs.add(start.jobId());
      CollectionConverters.asJava(start.stageIds()).forEach(id -> stages.add((Integer) id));
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    if (stages.contains(start.stageId())) {
      running.add(start.taskInfo().taskId());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    notifyAll();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    if (jobs.contains(end.jobId())) {
      jobsEnded++;
      notifyAll();
    }
  }

  /** Waits up to 30 seconds until all jobs of the group have ended and none of their tasks runs. */
  void awaitEnd(SparkContext context) {
    try {
      // Events posted earlier must have arrived, above all the start of the job.
      context.listenerBus().waitUntilEmpty(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
      awaitTasks();
    } catch (TimeoutException busy) {
      return; // the time is up here, too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitTasks() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (jobsEnded < jobs.size() || !running.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
