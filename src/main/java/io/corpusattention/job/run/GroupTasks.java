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
 * Knows which tasks of a job group still run. A cancelled job returns before its tasks have
 * noticed; only when they have may their files be removed.
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

  /** Waits until every job of the group has ended and no task of theirs runs, for half a minute. */
  void awaitEnd(SparkContext context) {
    try {
      // What was posted before must have arrived, the start of the job above all.
      context.listenerBus().waitUntilEmpty(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
      awaitTasks();
    } catch (TimeoutException busy) {
      return; // patience is over here, too
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
