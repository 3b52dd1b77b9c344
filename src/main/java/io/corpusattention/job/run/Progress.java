package io.corpusattention.job.run;

import java.io.Serializable;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows a running job. Counts finished tasks with accumulators and running tasks with the
 * executors' heartbeats. For display only.
 */
public final class Progress extends SparkListener {
  /** Displays the progress of a job. */
  @FunctionalInterface
  public interface Display {
    /**
     * Shows the progress of the job.
     *
     * @param of the number of sentences, if known
     */
    void show(long sentences, OptionalLong of, long tokens, double seconds);
  }

  /** The progress that tasks report. Retries may count twice, so it is for display only. */
  public record Counter(LongAccumulator sentences, LongAccumulator tokens) implements Serializable {
    public void add(int moreSentences, long moreTokens) {
      sentences.add(moreSentences);
      tokens.add(moreTokens);
    }
  }

  /** Work whose progress is shown while it runs. */
  @FunctionalInterface
  public interface Work<R> {
    R run(Counter counter);
  }

  /**
   * Runs the work and shows its progress.
   *
   * @param of the number of sentences, if known
   */
  public static <R> R during(SparkSession spark, OptionalLong of, Display display, Work<R> work) {
    SparkContext context = spark.sparkContext();
    Counter counter =
        new Counter(context.longAccumulator("sentences"), context.longAccumulator("tokens"));
    Progress progress = new Progress(counter.sentences(), counter.tokens(), of, display);
    context.addSparkListener(progress);
    try {
      return work.run(counter);
    } finally {
      context.removeSparkListener(progress);
    }
  }

  private record Partial(long sentences, long tokens) {}

  private final LongAccumulator sentences;
  private final LongAccumulator tokens;
  private final OptionalLong of;
  private final Display display;
  private final long start = System.nanoTime();
  private final Map<Long, Partial> running = new ConcurrentHashMap<>();

  private Progress(
      LongAccumulator sentences, LongAccumulator tokens, OptionalLong of, Display display) {
    this.sentences = sentences;
    this.tokens = tokens;
    this.of = of;
    this.display = display;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      long done = 0;
      long doneTokens = 0;
      for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
        if (info.id() == sentences.id()) {
          done = value(info);
        } else if (info.id() == tokens.id()) {
          doneTokens = value(info);
        }
      }
      running.put((Long) task._1(), new Partial(done, doneTokens));
    }
    show();
  }

  private static long value(AccumulableInfo info) {
    return info.update().isDefined() && info.update().get() instanceof Long value ? value : 0;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    show();
  }

  private void show() {
    long done = sentences.sum();
    long doneTokens = tokens.sum();
    for (Partial partial : running.values()) {
      done += partial.sentences();
      doneTokens += partial.tokens();
    }
    display.show(done, of, doneTokens, (System.nanoTime() - start) / 1e9);
  }
}
