package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.console.StandardError;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a job at SIGTERM or SIGINT: cancels its tasks, lets the job remove its unfinished output,
 * and says so. The JVM then ends with the exit code of the signal, 143 or 130. A second signal ends
 * the process at once. That harms no more than the death of the process at any other moment: the
 * next run removes what is left.
 */
final class StopBySignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopBySignal.class);

  /** Higher than the priority of Spark's own hook, which would stop the context during the job. */
  private static final int PRIORITY = 100;

  /** The maximum time for tasks to end and for their files to be removed. */
  private static final long PATIENCE_SECONDS = 40;

  private static final long CANCEL_EVERY_MILLIS = 200;

  /** A signal so soon after the first is the same one: timeout(1) sends it twice. */
  private static final long SAME_SIGNAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** The exit code of a process that a signal ends is this plus the number of the signal. */
  private static final int SIGNALED = 128;

  private static final String LEFT =
      "what it has written lies in _running in the output folder until the next run";

  private final SparkContext spark;
  private final PrintWriter err;
  private final String leaves;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable hook = this::stop;
  private volatile boolean stopping;
  private volatile boolean complete;
  private boolean told;

  /**
   * @param leaves what a stopped run leaves behind, as the end of a sentence
   */
  StopBySignal(SparkContext spark, PrintWriter err, String leaves) {
    this.spark = spark;
    this.err = err;
    this.leaves = leaves;
    ShutdownHookManager.get()
        .addShutdownHook(hook, PRIORITY, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
  }

  /** Records that the job is complete. */
  void complete() {
    complete = true;
  }

  private void stop() {
    stopping = true;
    ProgressLine.stop(err);
    err.println(
        "stopping and removing unfinished output; a second Ctrl-C or SIGTERM ends the job at once");
    endAtSecondSignal();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean over = false;
    try {
      while (!over && System.nanoTime() < deadline) {
        cancelJobs(); // repeatedly, because the job may start further Spark jobs
        over = ended.await(CANCEL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell(over ? complete ? "the run was complete" : leaves : LEFT);
  }

  /** Prints the last line of the job, once. */
  private synchronized void tell(String what) {
    if (!told) {
      told = true;
      ProgressLine.erase(err);
      err.println("error: stopped by a signal; " + what);
      StandardError.end(err);
    }
  }

  private void endAtSecondSignal() {
    long first = System.nanoTime();
    for (String signal : List.of(IrqHandler.CONTROL_C, IrqHandler.SIGTERM)) {
      try {
        new IrqHandler(
                signal,
                second -> {
                  if (System.nanoTime() - first > SAME_SIGNAL_NANOS) {
                    tell(LEFT);
                    Runtime.getRuntime().halt(SIGNALED + second.getNumber());
                  }
                })
            .bind();
      } catch (IllegalArgumentException e) {
        LOG.debug("A second {} cannot end the process", signal, e);
      }
    }
  }

  private void cancelJobs() {
    try {
      spark.cancelAllJobs();
    } catch (IllegalStateException ended) {
      LOG.debug("Spark has ended already", ended);
    }
  }

  /** Removes the shutdown hook. If a signal has arrived, waits here until the JVM ends. */
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
        woken = false; // keep waiting: the JVM is about to end
      }
    }
  }
}
