package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.text.OpenedText;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.text.UnknownWords;
import io.corpusattention.text.VectorWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The job that runs before attend: text in, embedded sentences out.
 *
 * <p>The driver first checks everything that a user can set incorrectly. Word vectors need an extra
 * pass over the text before the pass that writes, to find the words or to learn vectors from them.
 */
public final class EmbedJob {
  /** The indexes of the tables in a write. */
  static final int TABLE = 0;

  static final int REJECTED = 1;

  /** The number of unknown words that are shown. */
  private static final int SHOWN = 10;

  private final SparkSession spark;
  private final EmbedSettings settings;
  private final TextCorpus corpus;
  private final EmbedderSource source;
  private final SentenceCutter.Rules rules;
  private final TableSchema table;
  private final Configuration conf;

  private EmbedJob(
      SparkSession spark,
      EmbedSettings settings,
      TextCorpus corpus,
      EmbedderSource source,
      SentenceCutter.Rules rules,
      TableSchema table,
      Configuration conf) {
    this.spark = spark;
    this.settings = settings;
    this.corpus = corpus;
    this.source = source;
    this.rules = rules;
    this.table = table;
    this.conf = conf;
  }

  /**
   * Opens the input and the source of its embeddings.
   *
   * @throws BadSettingException if the settings cannot work; its message is one line
   */
  public static EmbedJob open(SparkSession spark, EmbedSettings settings) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    TextCorpus corpus =
        OpenedText.open(spark, settings.text(), settings.records().limit(), TextCorpus.Load.LIGHT);
    EmbedderSource source = EmbedderSource.open(settings, conf);
    OpenedText text = OpenedText.of(corpus, settings.text(), source.tokenizing());
    TextSchema schema = corpus.schema();
    DataType document = settings.text().prose() ? schema.id().dataType() : null;
    TableSchema table =
        SentencesTableSchema.of(
            text.sentenceId(), document, schema.kept(), source.tokenizer() != null);
    return new EmbedJob(
        spark,
        settings.with(corpus.source(), source.settings()),
        corpus,
        source,
        text.rules(),
        table,
        conf);
  }

  /**
   * Returns what {@link #run} would do.
   *
   * @throws BadSettingException if the output is named and in use
   */
  public EmbedPlan plan() throws IOException {
    if (settings.output().folder() != null) {
      JobRun.check(spark, settings.output(), corpus.inputFiles(), vectors());
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (StructField field : table.all().fields()) {
      columns.put(field.name(), field.dataType().catalogString());
    }
    return new EmbedPlan(
        settings.shown(),
        source.shown(),
        source.width(),
        columns,
        corpus.inputFiles(),
        rules.maxTokens());
  }

  /**
   * Embeds the whole input and commits the run folder.
   *
   * @param display shows the progress
   * @throws BadSettingException if the output is in use or a bad record stops the run
   */
  public EmbedResult run(Progress.Display display) throws IOException {
    try (JobRun run =
        JobRun.open(spark, "embed", settings.output(), corpus.inputFiles(), vectors())) {
      LearnedVectors learned = LearnedVectors.open(settings, conf);
      Integer partitions = settings.records().partitions();
      TextCorpus input = partitions == null ? corpus : corpus.partitionedById(spark, partitions);
      EmbedMethod method = method(input);
      List<TableSchema> tables =
          List.of(
              table.withFooter(EmbedManifest.footer(settings, table, source.width())),
              RejectedTableSchema.of(table.records().fields()[0].dataType()));
      return run.write(
          tables,
          tasks -> {
            EmbedTally tally = embed(input, method, tasks, display);
            double seconds = run.seconds();
            learned.saveToFile(method.vectors());
            JobRun.Done<EmbedResult> done =
                new JobRun.Done<>(
                    result(tally, learned.shown(), seconds),
                    EmbedManifest.contents(settings, method, tally, run, seconds, spark));
            return learned.inRun()
                ? done.with(RunLayout.VECTORS, out -> VectorWriter.write(method.vectors(), out))
                : done;
          });
    }
  }

  /** Runs the action that writes: one task for each partition. Returns the sum of their tallies. */
  private EmbedTally embed(
      TextCorpus input, EmbedMethod method, JobRun.Tasks tasks, Progress.Display display) {
    try (Sent<SentenceCutter.Rules> sentRules = Sent.of(spark, rules);
        Sent<EmbedMethod> sentMethod = Sent.of(spark, method)) {
      return Progress.during(
          spark,
          OptionalLong.empty(),
          display,
          done ->
              ReaderBatch.during(
                  spark,
                  TextCorpus.ANY_WIDTH,
                  () ->
                      tasks
                          .run(
                              () -> input.rows().rdd(),
                              input.source(),
                              target ->
                                  new EmbedTask(
                                      sentRules, sentMethod, target, settings.records(), done))
                          .stream()
                          .reduce(EmbedTally.ZERO, EmbedTally::plus)));
    }
  }

  private EmbedMethod method(TextCorpus input) {
    try {
      return ReaderBatch.during(
          spark, TextCorpus.ANY_WIDTH, () -> source.method(input, rules, conf));
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(input.source(), e);
    }
  }

  /** Returns the vector file. The run also reads it, so the run must not replace it. */
  private Path[] vectors() {
    String vectors = source.settings().vectors();
    return vectors == null ? new Path[0] : new Path[] {new Path(vectors)};
  }

  private EmbedResult result(EmbedTally tally, String learned, double seconds) {
    return new EmbedResult(
        corpus.inputFiles(),
        tally.counts(),
        tally.emptyLines(),
        tally.truncated(),
        tally.unknown(),
        (double) tally.unknown() / Math.max(1, textTokens(tally)),
        tally.unknownWords().top(SHOWN),
        source.shown(),
        source.width(),
        learned,
        seconds);
  }

  /** Returns the number of tokens in the text, including dropped ones. */
  private long textTokens(EmbedTally tally) {
    boolean dropped =
        source.layer() == null && source.settings().unknownWords() == UnknownWords.DROP;
    return tally.counts().tokens() + (dropped ? tally.unknown() : 0);
  }
}
