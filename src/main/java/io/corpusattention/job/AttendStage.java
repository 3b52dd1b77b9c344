package io.corpusattention.job;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.table.TableWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.LongAccumulator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The one action of attend: a task for each partition, and one outcome from each. */
final class AttendStage {
  private final SparkSession spark;
  private final AttendSettings settings;
  private final ProjectionWeights weights;
  private final AttendQueries queries;
  private final Corpus input;
  private final TableWrite write;
  private TaskOutcome[] outcomes;
  private volatile TaskOutcome failure;

  AttendStage(
      SparkSession spark,
      AttendSettings settings,
      ProjectionWeights weights,
      AttendQueries queries,
      Corpus input,
      TableWrite write) {
    this.spark = spark;
    this.settings = settings;
    this.weights = weights;
    this.queries = queries;
    this.input = input;
    this.write = write;
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @return the counts of all partitions, each counted once
   * @throws BadSettingException where a bad record stops the run
   */
  Counts run(Progress.Display display) {
    SparkContext context = spark.sparkContext();
    LongAccumulator sentences = context.longAccumulator("sentences");
    LongAccumulator tokens = context.longAccumulator("tokens");
    Progress progress = new Progress(sentences, tokens, input.files().records(), display);
    Broadcast<ProjectionWeights> broadcast =
        JavaSparkContext.fromSparkContext(context).broadcast(weights);
    Broadcast<AttendQueries> broadcastQueries =
        JavaSparkContext.fromSparkContext(context).broadcast(queries);
    AttendTask task =
        new AttendTask(
            broadcast,
            broadcastQueries,
            settings.attention(),
            input.schema(),
            write.target(),
            settings.onBadRecord(),
            sentences,
            tokens);
    context.addSparkListener(progress);
    try {
      ReaderBatch.during(
          spark,
          input.files(),
          () -> {
            runTasks(context, task);
            return null;
          });
    } finally {
      context.removeSparkListener(progress);
      broadcast.destroy();
      broadcastQueries.destroy();
    }
    Counts total = Counts.zero();
    for (TaskOutcome outcome : outcomes) {
      total = total.plus(outcome.counts());
    }
    return total;
  }

  private void runTasks(SparkContext context, AttendTask task) {
    String group = "attend-" + UUID.randomUUID();
    GroupTasks tasks = new GroupTasks(group);
    context.addSparkListener(tasks);
    context.setJobGroup(group, "attend", false);
    try {
      RDD<InternalRow> rows = input.rows();
      if (rows.getNumPartitions() == 0) {
        // One task all the same: it leaves an empty table with its schema.
        rows = new JavaSparkContext(context).<InternalRow>parallelize(List.of(), 1).rdd();
      }
      outcomes = new TaskOutcome[rows.getNumPartitions()];
      context.runJob(
          rows, task, new Handler(context, group), ClassTag$.MODULE$.apply(TaskOutcome.class));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      tasks.awaitEnd(context);
      if (failure == null) {
        throw ReadFailure.of(input.source(), e);
      }
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(tasks);
    }
    if (failure != null) {
      throw new BadSettingException(
          "record "
              + failure.badRecordId()
              + ": "
              + failure.badRecord().reason().label()
              + ", "
              + failure.badRecord().detail()
              + "; mend the record, or use --on-bad-record reject to set such records aside");
    }
  }

  /** What all tasks spent on each part of their work. */
  StageTimes times() {
    return Arrays.stream(outcomes)
        .map(TaskOutcome::times)
        .reduce(StageTimes.ZERO, StageTimes::plus);
  }

  /** The tasks' commit messages, in the order of their partitions. */
  List<TaskCommitMessage> messages() {
    return new ArrayList<>(Arrays.stream(outcomes).map(TaskOutcome::message).toList());
  }

  /** Takes the one outcome that Spark passes on for each partition, on Spark's own thread. */
  private final class Handler extends AbstractFunction2<Object, TaskOutcome, BoxedUnit> {
    private final SparkContext context;
    private final String group;

    Handler(SparkContext context, String group) {
      this.context = context;
      this.group = group;
    }

    @Override
    public BoxedUnit apply(Object partition, TaskOutcome outcome) {
      outcomes[(Integer) partition] = outcome;
      if (outcome.badRecord() == null) {
        write.taskCommitted(outcome.message());
      } else if (failure == null) {
        failure = outcome;
        context.cancelJobGroup(group);
      }
      return BoxedUnit.UNIT;
    }
  }
}
