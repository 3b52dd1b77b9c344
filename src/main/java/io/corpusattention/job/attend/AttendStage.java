package io.corpusattention.job.attend;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.table.TableWrite;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** The one action of attend: a task for each partition, and one outcome from each. */
final class AttendStage {
  private final SparkSession spark;
  private final AttendSettings settings;
  private final ProjectionWeights weights;
  private final AttendQueries queries;
  private final boolean positions;
  private final Corpus input;
  private final TableWrite write;
  private final TableStage<AttendTally> stage;

  AttendStage(
      SparkSession spark,
      AttendSettings settings,
      ProjectionWeights weights,
      AttendQueries queries,
      boolean positions,
      Corpus input,
      TableWrite write) {
    this.spark = spark;
    this.settings = settings;
    this.weights = weights;
    this.queries = queries;
    this.positions = positions;
    this.input = input;
    this.write = write;
    this.stage = new TableStage<>(spark, "attend", write);
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @return what all partitions have counted, each once
   * @throws BadSettingException where a bad record stops the run
   */
  AttendTally run(Progress.Display display) {
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
            positions,
            input.schema(),
            write.target(),
            settings.onBadRecord(),
            sentences,
            tokens);
    context.addSparkListener(progress);
    try {
      return ReaderBatch.during(spark, input.files(), () -> runTasks(task));
    } finally {
      context.removeSparkListener(progress);
      broadcast.destroy();
      broadcastQueries.destroy();
    }
  }

  private AttendTally runTasks(AttendTask task) {
    try {
      return stage.run(input.rows(), task).stream().reduce(AttendTally.ZERO, AttendTally::plus);
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) {
      throw ReadFailure.of(input.source(), e);
    }
  }

  /** The tasks' commit messages, in the order of their partitions. */
  List<TaskCommitMessage> messages() {
    return stage.messages();
  }
}
