package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.TextCorpus;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.table.TableWrite;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** The action of embed that writes: a task for each partition, and one outcome from each. */
final class EmbedStage {
  private final SparkSession spark;
  private final EmbedSettings settings;
  private final SentenceCutter.Rules rules;
  private final EmbedMethod method;
  private final TextCorpus input;
  private final TableWrite write;
  private final TableStage<EmbedTally> stage;

  EmbedStage(
      SparkSession spark,
      EmbedSettings settings,
      SentenceCutter.Rules rules,
      EmbedMethod method,
      TextCorpus input,
      TableWrite write) {
    this.spark = spark;
    this.settings = settings;
    this.rules = rules;
    this.method = method;
    this.input = input;
    this.write = write;
    this.stage = new TableStage<>(spark, "embed", write);
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @return what all partitions have counted, each once
   * @throws BadSettingException where a bad record stops the run
   */
  EmbedTally run(Progress.Display display) {
    SparkContext context = spark.sparkContext();
    JavaSparkContext javaContext = JavaSparkContext.fromSparkContext(context);
    LongAccumulator sentences = context.longAccumulator("sentences");
    LongAccumulator tokens = context.longAccumulator("tokens");
    Progress progress = new Progress(sentences, tokens, OptionalLong.empty(), display);
    Broadcast<SentenceCutter.Rules> broadcastRules = javaContext.broadcast(rules);
    Broadcast<EmbedMethod> broadcastMethod = javaContext.broadcast(method);
    EmbedTask task =
        new EmbedTask(
            broadcastRules,
            broadcastMethod,
            write.target(),
            settings.onBadRecord(),
            sentences,
            tokens);
    context.addSparkListener(progress);
    try {
      return stage.run(input.rows().rdd(), task).stream().reduce(EmbedTally.ZERO, EmbedTally::plus);
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(input.source(), e);
    } finally {
      context.removeSparkListener(progress);
      broadcastRules.destroy();
      broadcastMethod.destroy();
    }
  }

  /** The tasks' commit messages, in the order of their partitions. */
  List<TaskCommitMessage> messages() {
    return stage.messages();
  }
}
