package io.corpusattention.job.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskCommit;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The one action of a job that writes tables: a task for each partition of the input, and one
 * outcome from each. That is exact under retries and speculation, since Spark passes on one outcome
 * of each partition, and with it the message by which that attempt's files are committed.
 *
 * @param <R> what each task tells beside its commit
 */
public final class TableStage<R extends Serializable> {
  private final SparkSession spark;
  private final String job;
  private final TableWrite write;
  private TaskOutcome<R>[] outcomes;
  private volatile TaskOutcome<R> failure;

  /**
   * @param job its name, for Spark's user interface
   */
  public TableStage(SparkSession spark, String job, TableWrite write) {
    this.spark = spark;
    this.job = job;
    this.write = write;
  }

  /**
   * Runs all tasks and waits for them; also for those that a failure has cancelled, so that none
   * still writes.
   *
   * @return the results of all partitions, in their order
   * @throws BadSettingException where a bad record stops the run
   * @throws Exception what Spark throws, which may be a checked exception that Scala does not
   *     declare
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  public <T> List<R> run(
      RDD<T> input, AbstractFunction2<TaskContext, Iterator<T>, TaskOutcome<R>> task)
      throws Exception {
    SparkContext context = spark.sparkContext();
    String group = job + "-" + UUID.randomUUID();
    GroupTasks tasks = new GroupTasks(group);
    context.addSparkListener(tasks);
    context.setJobGroup(group, job, false);
    try {
      RDD<T> rows = input;
      if (rows.getNumPartitions() == 0) {
        // One task all the same: it leaves an empty table with its schema.
        rows = new JavaSparkContext(context).<T>parallelize(List.of(), 1).rdd();
      }
      outcomes = new TaskOutcome[rows.getNumPartitions()];
      context.runJob(
          rows, task, new Handler(context, group), ClassTag$.MODULE$.apply(TaskOutcome.class));
    } catch (Exception e) {
      tasks.awaitEnd(context);
      if (failure == null) {
        throw e;
      }
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(tasks);
    }
    if (failure != null) {
      throw badRecord(failure.badRecordId(), failure.badRecord());
    }
    return Arrays.stream(outcomes).map(TaskOutcome::result).toList();
  }

  /** What stops a run under --on-bad-record fail. */
  public static BadSettingException badRecord(String id, Rejection rejection) {
    return new BadSettingException(
        (Given) null,
        "record "
            + id
            + ": "
            + rejection.reason().label()
            + ", "
            + rejection.detail()
            + "; mend the record, or use ",
        Setting.ON_BAD_RECORD,
        " reject to set such records aside");
  }

  /** The tasks' commit messages, in the order of their partitions. */
  public List<TaskCommit> messages() {
    return Arrays.stream(outcomes).map(TaskOutcome::message).toList();
  }

  /** Takes the one outcome that Spark passes on for each partition, on Spark's own thread. */
  private final class Handler extends AbstractFunction2<Object, TaskOutcome<R>, BoxedUnit> {
    private final SparkContext context;
    private final String group;

    Handler(SparkContext context, String group) {
      this.context = context;
      this.group = group;
    }

    @Override
    public BoxedUnit apply(Object partition, TaskOutcome<R> outcome) {
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
