package io.corpusattention.job.summarize;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.TableWrite;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * The action of summarize that writes: tasks for sentences and, after them, tasks for documents.
 */
final class SummarizeStage {
  private final SparkSession spark;
  private final SummarizeSettings settings;
  private final AttentionTable table;
  private final SentenceScores scores;
  private final TableWrite write;
  private final TableStage<SummarizeTally> stage;

  SummarizeStage(
      SparkSession spark,
      SummarizeSettings settings,
      AttentionTable table,
      SentenceScores scores,
      TableWrite write) {
    this.spark = spark;
    this.settings = settings;
    this.table = table;
    this.scores = scores;
    this.write = write;
    this.stage = new TableStage<>(spark, "summarize", write);
  }

  /**
   * Runs all tasks and waits for them.
   *
   * @return what all partitions have counted, each once
   * @throws BadSettingException where a bad record stops the run
   */
  SummarizeTally run(Progress.Display display) {
    SparkContext context = spark.sparkContext();
    LongAccumulator sentencesDone = context.longAccumulator("sentences");
    LongAccumulator tokensDone = context.longAccumulator("tokens");
    // A table without tiles has a row for each sentence.
    OptionalLong of = table.hasTiles() ? OptionalLong.empty() : OptionalLong.of(table.numRows());
    Progress progress = new Progress(sentencesDone, tokensDone, of, display);
    JavaRDD<ScoredSentence> sentences =
        scores
            .sentences()
            .map(
                sentence -> {
                  sentencesDone.add(1); // for progress only: retries may count twice
                  tokensDone.add(sentence.numTokens());
                  return sentence;
                });
    JavaRDD<SummarizeItem> items = sentences.map(sentence -> sentence);
    if (settings.documents()) {
      // Documents and summaries both come of them; they are small beside the matrices.
      sentences.persist(StorageLevel.MEMORY_AND_DISK());
      items =
          items.union(
              new DocumentSummaries(
                      settings.keywordsOrDefault(),
                      settings.sentencesOrDefault(),
                      scores.shufflePartitions())
                  .of(sentences));
    }
    SummarizeTask task =
        new SummarizeTask(
            settings.length(),
            settings.documents() ? sentences.getNumPartitions() : -1,
            write.target(),
            settings.onBadRecord());
    context.addSparkListener(progress);
    try {
      if (settings.documents()) {
        sentences.count(); // else two shuffles begin at once, and both read the matrices
      }
      return stage.run(items.rdd(), task).stream()
          .reduce(SummarizeTally.zero(), SummarizeTally::plus);
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(table.source(), e);
    } finally {
      context.removeSparkListener(progress);
      sentences.unpersist(false);
    }
  }

  /** The tasks' commit messages, in the order of their partitions. */
  List<TaskCommitMessage> messages() {
    return stage.messages();
  }
}
