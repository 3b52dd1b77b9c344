package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableSchema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The main job: embedded sentences and weights in, an attention table out.
 *
 * <p>Everything a user can set wrongly is checked first, on the driver. Then one action reads,
 * computes and writes every partition; the driver takes one result from each, writes run.json and
 * commits.
 */
public final class AttendJob {
  /** The tables of a write, in their order. */
  static final int TABLE = 0;

  static final int REJECTED = 1;

  /** Sentences whose heaviest links are shown. */
  private static final int SHOWN = 2;

  private final SparkSession spark;
  private final AttendSettings settings;
  private final AttentionInput input;
  private final TableSchema table;

  private AttendJob(
      SparkSession spark, AttendSettings settings, AttentionInput input, TableSchema table) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
    this.table = table;
  }

  /**
   * Opens weights and input and fits them together.
   *
   * @throws BadSettingException where that cannot work, in one line
   */
  public static AttendJob open(SparkSession spark, AttendSettings settings) throws IOException {
    AttentionInput input = AttentionInput.open(spark, settings.attention());
    AttentionPlan plan = input.plan();
    TableSchema table =
        AttentionTableSchema.of(plan.schema(), plan.hasQueryTokens(), plan.config());
    AttendSettings inForce =
        new AttendSettings(
            settings.attention().with(plan.config()), settings.output(), settings.records());
    return new AttendJob(spark, inForce, input.taking(settings.records()), table);
  }

  /**
   * What {@link #run} would do.
   *
   * @throws BadSettingException where the output, if one is named, is in use
   */
  public AttendPlan plan() throws IOException {
    if (settings.output().folder() != null) {
      JobRun.check(spark, settings.output(), inputs());
    }
    AttentionPlan plan = input.plan();
    AttentionShape shape = plan.shape();
    AttentionConfig config = plan.config();
    List<Lengths> lengths = input.preview().lengths(shape);
    double bytes =
        lengths.stream()
            .mapToLong(
                record ->
                    RowLayout.of(shape, config, record.tokens())
                        .bytes(
                            plan.countQueries(record.tokens(), record.queries()),
                            config.maxRowBytes()))
            .average()
            .orElse(0);
    Map<String, String> columns = new LinkedHashMap<>();
    for (StructField field : table.all().fields()) {
      columns.put(field.name(), field.dataType().catalogString());
    }
    return new AttendPlan(
        settings.shown(),
        plan.stack().first(),
        randomWeights(),
        input.positions(),
        shape,
        columns,
        input.corpus().files().records(),
        lengths.size(),
        lengths.stream().mapToInt(Lengths::tokens).average().orElse(0),
        bytes,
        input.unmasked());
  }

  /**
   * Computes attention for the whole input and commits the run folder.
   *
   * @param display told of the progress
   * @throws BadSettingException where the output is in use, or where a bad record stops the run
   */
  public AttendResult run(Progress.Display display) throws IOException {
    try (JobRun run = JobRun.open(spark, "attend", settings.output(), inputs())) {
      List<TableSchema> tables =
          List.of(
              table.withFooter(AttendManifest.footer(settings, input, table)),
              RejectedTableSchema.of(input.plan().schema().id().dataType()));
      return run.write(
          tables,
          tasks -> {
            AttendTally tally = attend(tasks, display);
            double seconds = run.seconds();
            return new JobRun.Done<>(
                result(tally, seconds),
                AttendManifest.contents(settings, input, tally, run, seconds, spark));
          });
    }
  }

  /** The heaviest links of a sentence or two; none where the input has no tokens. */
  public List<SentenceLinks> links() throws IOException {
    return SentenceLinks.of(input.preview().shortRows(), SHOWN, input.plan());
  }

  /** The one action: a task for each partition, and one tally from each. */
  private AttendTally attend(JobRun.Tasks tasks, Progress.Display display) {
    Corpus corpus = input.corpus();
    try (Sent<AttentionPlan> plan = Sent.of(spark, input.plan())) {
      return Progress.during(
          spark,
          corpus.files().records(),
          display,
          done ->
              ReaderBatch.during(
                  spark,
                  corpus.files(),
                  () ->
                      tasks
                          .run(
                              corpus::rows,
                              corpus.source(),
                              target ->
                                  new AttendTask(
                                      plan.broadcast(), target, settings.records(), done))
                          .stream()
                          .reduce(AttendTally.ZERO, AttendTally::plus)));
    }
  }

  private AttendResult result(AttendTally tally, double seconds) {
    return new AttendResult(
        tally.counts(),
        seconds,
        tally.times(),
        randomWeights(),
        input.positions(),
        input.unmasked());
  }

  private List<Path> inputs() {
    return input.corpus().paths();
  }

  /** The source of random weights, or null. */
  private String randomWeights() {
    return settings.attention().weights().random() ? settings.attention().weights().source() : null;
  }
}
