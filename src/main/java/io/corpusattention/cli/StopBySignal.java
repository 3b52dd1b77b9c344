package io.corpusattention.cli;

import io.corpusattention.cli.console.StandardError;
import io.corpusattention.cli.console.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job does at SIGTERM or SIGINT: its tasks are canceled, what it has written is removed, and
 * one line says so. The JVM then ends with the code of the signal, 143 or 130.
 */
final class StopBySignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopBySignal.class);

  /** Before Spark's own hook, which stops the context under the job. */
  private static final int PRIORITY = 100;

  /** The longest that tasks and the removal of their files may take. */
  private static final long PATIENCE_SECONDS = 40;

  private static final long CANCEL_EVERY_MILLIS = 200;

  private final SparkContext spark;
  private final PrintWriter err;
  private final String leaves;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable hook = this::stop;
  private volatile boolean stopping;
  private volatile boolean complete;

  /**
   * @param leaves what is there after a run that was stopped, as the end of a sentence
   */
  StopBySignal(SparkContext spark, PrintWriter err, String leaves) {
    this.spark = spark;
    this.err = err;
    this.leaves = leaves;
    ShutdownHookManager.get()
        .addShutdownHook(hook, PRIORITY, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
  }

  /** Says that the job has gone through. */
  void complete() {
    complete = true;
  }

  private void stop() {
    stopping = true;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean over = false;
    try {
      while (!over && System.nanoTime() < deadline) {
        cancelJobs(); // again and again: a job may have many, one after the other
        over = ended.await(CANCEL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Terminal.isThere()) {
      err.println(); // below the line of progress, or the ^C
    }
    String what = "what it has written lies in _running in the output folder until the next run";
    if (over) {
      what = complete ? "the run was complete" : leaves;
    }
    err.println("error: stopped by a signal; " + what);
    StandardError.end(err);
  }

  private void cancelJobs() {
    try {
      spark.cancelAllJobs();
    } catch (IllegalStateException ended) {
      LOG.debug("Spark has ended already", ended);
    }
  }

  /** Ends the watch; where a signal has come, the JVM ends here. */
  @Override
  public void close() {
    ended.countDown();
    if (stopping) {
      sleepUntilTheEnd();
    }
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }

  private static void sleepUntilTheEnd() {
    CountDownLatch never = new CountDownLatch(1);
    boolean woken = false;
    while (!woken) {
      try {
        never.await();
        woken = true;
      } catch (InterruptedException e) {
        woken = false; // by whoever ends the JVM, which is on its way
      }
    }
  }
}
