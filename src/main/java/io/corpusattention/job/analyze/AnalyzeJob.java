package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.WordIndex;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.table.RunFolder;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * Statistics of attention over a corpus: an attention table in, or embedded sentences and weights;
 * tables of statistics out.
 *
 * <p>One pass counts words. One pass measures: what it adds up is exact, and so the same in
 * whatever order; sums of whole sentences never leave their task until its end. A last, small task
 * writes the tables.
 */
public final class AnalyzeJob {
  /** A task puts together at most about so many pairs of words, which are 32 MB. */
  private static final long PAIRS_PER_TASK = 500_000;

  private static final long MAX_TASKS = 10_000;

  private final SparkSession spark;
  private final AnalyzeSettings settings;
  private final AnalyzeInput input;

  private AnalyzeJob(SparkSession spark, AnalyzeSettings settings, AnalyzeInput input) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
  }

  /**
   * Opens the input.
   *
   * @throws BadSettingException where it cannot be analysed, in one line
   */
  public static AnalyzeJob open(SparkSession spark, AnalyzeSettings settings) throws IOException {
    AnalyzeInput input =
        settings.attend() == null
            ? AnalyzeTable.open(spark, settings.input(), settings.partitions())
            : AnalyzeSentences.open(spark, settings);
    return new AnalyzeJob(spark, settings, input);
  }

  /**
   * Measures the whole input and commits the run folder.
   *
   * @param display told of the progress
   * @throws BadSettingException where the output is in use, or where a bad record stops the run
   */
  public AnalyzeResult run(Progress.Display display) throws IOException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    RunFolder folder =
        RunFolder.open(
            settings.output(),
            settings.mode(),
            input.paths(),
            spark.sessionState().newHadoopConf());
    FrequentSentenceWords words = input.hasTokens() ? words() : null;
    WordIndex index = index(words);
    long meetings = words == null ? 0 : words.meetings();
    int tasks = (int) Math.min(MAX_TASKS, 1 + meetings / PAIRS_PER_TASK);
    TableWrite write = start(folder);
    boolean committed = false;
    try {
      List<TaskCommitMessage> messages = new ArrayList<>();
      AnalyzeOutcome outcome = measure(index, tasks, write, messages, display);
      CorpusFindings findings =
          CorpusFindings.of(
              outcome.sums(),
              input.heads(),
              input.selfAttention(),
              input.hasTokens(),
              outcome.words());
      writeTables(findings, write, messages);
      Counts counts =
          new Counts(
              outcome.counts().read(),
              findings.sentences(),
              0,
              findings.queries(),
              outcome.counts().reasons());
      double seconds = (System.nanoTime() - start) / 1e9;
      folder.replaceRun(AnalyzeManifest.bytes(settings, input, counts, started, seconds, spark));
      try (OutputStream out = folder.create(RunFolder.ANALYSIS)) {
        out.write(AnalyzeManifest.analysis(findings, input, settings));
      }
      write.commit(messages);
      committed = true;
      return new AnalyzeResult(
          counts,
          findings,
          input.hasTokens(),
          index.size(),
          input.randomWeights(),
          input.positions(),
          seconds);
    } finally {
      if (!committed) {
        write.abort();
        folder.removeIfNew();
      }
    }
  }

  private TableWrite start(RunFolder folder) {
    try {
      return TableWrite.start(
          spark,
          folder,
          AnalyzeTables.schemas(input.idType(), AnalyzeManifest.footer(input, settings)),
          settings.compression());
    } catch (IOException e) {
      throw Setting.OUTPUT
          .of(settings.output())
          .bad("cannot be written: " + RootCause.of(e))
          .causedBy(e);
    }
  }

  private FrequentSentenceWords words() {
    try {
      return new FrequentSentenceWords(input.words(), settings.minCount());
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw failure(e);
    }
  }

  private WordIndex index(FrequentSentenceWords words) {
    if (words == null) {
      return new WordIndex(List.of(), List.of());
    }
    return new WordIndex(words.keys(), input.selfAttention() ? words.keys() : words.queries());
  }

  private AnalyzeOutcome measure(
      WordIndex index,
      int tasks,
      TableWrite write,
      List<TaskCommitMessage> messages,
      Progress.Display display) {
    SparkContext context = spark.sparkContext();
    LongAccumulator sentences = context.longAccumulator("sentences");
    LongAccumulator tokens = context.longAccumulator("tokens");
    Progress progress = new Progress(sentences, tokens, input.records(), display);
    Broadcast<WordIndex> broadcast = JavaSparkContext.fromSparkContext(context).broadcast(index);
    TableStage<AnalyzeOutcome> stage = new TableStage<>(spark, "analyze", write);
    AnalyzeGathering gathering =
        new AnalyzeGathering(
            input.rows(),
            input.heads(),
            input.selfAttention(),
            broadcast,
            settings.minCount(),
            settings.top(),
            write.target(),
            settings.attend() == null || settings.attend().onBadRecord() == OnBadRecord.FAIL);
    context.addSparkListener(progress);
    try {
      List<AnalyzeOutcome> outcomes =
          stage.run(
              input
                  .parts(broadcast, tasks, sentences, tokens)
                  .partitionBy(new HashPartitioner(tasks))
                  .rdd(),
              gathering);
      messages.addAll(stage.messages());
      return outcomes.stream().reduce((a, b) -> a.plus(b, settings.top())).orElseThrow();
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) {
      throw failure(e);
    } finally {
      context.removeSparkListener(progress);
      broadcast.destroy();
    }
  }

  private RuntimeException failure(Exception e) {
    return e instanceof BadSettingException setting ? setting : ReadFailure.of(input.source(), e);
  }

  private void writeTables(
      CorpusFindings findings, TableWrite write, List<TaskCommitMessage> messages) {
    TableStage<Integer> stage = new TableStage<>(spark, "analyze", write);
    try {
      stage.run(
          JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(1), 1).rdd(),
          new AnalyzeTables.Writing(write.target(), AnalyzeTables.rows(findings)));
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    messages.addAll(stage.messages());
  }
}
