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
 * The single Spark action of a job that writes tables: one task for each partition of the input,
 * and one outcome from each task. The outcomes stay exact under retries and speculation, because
 * Spark delivers one outcome for each partition, together with the message that commits the files
 * of that attempt.
 *
 * @param <R> the result of each task, in addition to its commit message
 */
public final class TableStage<R extends Serializable> {
  private final SparkSession spark;
  private final String job;
  private final TableWrite write;
  private TaskOutcome<R>[] outcomes;
  private volatile TaskOutcome<R> failure;

  /**
   * @param job the name of the job, for Spark's user interface
   */
  public TableStage(SparkSession spark, String job, TableWrite write) {
    this.spark = spark;
    this.job = job;
    this.write = write;
  }

  /**
   * Runs all tasks and waits for them. Also waits for tasks that a failure canceled, so that none
   * is still writing afterward.
   *
   * @return the results of all partitions, in partition order
   * @throws BadSettingException if a bad record stops the run
   * @throws Exception if Spark throws one, which may be a checked exception that Scala does not
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
        // Run one task anyway, to write an empty table with its schema.
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

  /** Returns the exception that stops a run under --on-bad-record fail. */
  public static BadSettingException badRecord(String id, Rejection rejection) {
    return new BadSettingException(
        (Given) null,
        "record "
            + id
            + ": "
            + rejection.reason().label()
            + ", "
            + rejection.detail()
            + "; fix the record, or use ",
        Setting.ON_BAD_RECORD,
        " reject to set such records aside");
  }

  /** Returns the commit messages of the tasks, in partition order. */
  public List<TaskCommit> messages() {
    return Arrays.stream(outcomes).map(TaskOutcome::message).toList();
  }

  /** Receives the one outcome that Spark delivers for each partition, on Spark's own thread. */
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
