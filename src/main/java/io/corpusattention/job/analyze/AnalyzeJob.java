package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.Measures;
import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.example.Examples;
import io.corpusattention.analysis.example.Sought;
import io.corpusattention.analysis.word.WordIndex;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.EmbeddedInput;
import io.corpusattention.job.attend.ModelInput;
import io.corpusattention.job.attend.ModelInputs;
import io.corpusattention.job.attend.TextInput;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import java.io.IOException;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The job that computes statistics of attention over a corpus. Its input is an attention table, or
 * text and a model, or embedded sentences and weights. Its output is tables of statistics.
 *
 * <p>The first pass counts words. The second pass measures; its sums are exact, so they do not
 * depend on the order of the records, and the sums of whole sentences stay in their task until it
 * ends. The third pass searches for the sentences behind the figures. A last, small task writes the
 * tables.
 */
public final class AnalyzeJob {
  /** The approximate maximum number of word pairs that a task merges, which take 32 MB. */
  private static final long PAIRS_PER_TASK = 500_000;

  private static final long MAX_TASKS = 10_000;

  private final SparkSession spark;
  private final AnalyzeSettings settings;
  private final AnalyzeInput input;
  private final AnalyzeInput.Facts facts;

  private AnalyzeJob(SparkSession spark, AnalyzeSettings settings, AnalyzeInput input) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
    this.facts = input.facts();
  }

  /**
   * Opens the input.
   *
   * @throws BadSettingException if the input cannot be analyzed; its message is one line
   */
  public static AnalyzeJob open(SparkSession spark, AnalyzeSettings settings) throws IOException {
    AnalyzeInput input = input(spark, settings);
    AnalyzeSettings inForce = settings.seekingIn(input.facts().source());
    if (inForce.examples() == AnalyzeSettings.Examples.YES) {
      ExampleTable.requireFree(input.facts().id());
    }
    return new AnalyzeJob(spark, inForce, input);
  }

  private static AnalyzeInput input(SparkSession spark, AnalyzeSettings settings)
      throws IOException {
    if (settings.model() == null) {
      return settings.attention() == null
          ? AnalyzeTable.open(spark, settings)
          : AnalyzeSentences.open(spark, settings);
    }
    AttendSettings opening =
        new AttendSettings(null, settings.model(), settings.output(), settings.records());
    ModelInput opened = ModelInputs.open(spark, opening);
    return opened instanceof TextInput text
        ? AnalyzeText.of(spark, text, settings)
        : AnalyzeSentences.of(spark, settings, (EmbeddedInput) opened);
  }

  /**
   * Measures the whole input and commits the run folder.
   *
   * @param display shows the progress
   * @throws BadSettingException if the output is in use or a bad record stops the run
   */
  public AnalyzeResult run(Progress.Display display) throws IOException {
    try {
      return measured(display);
    } finally {
      input.takeBack();
    }
  }

  private AnalyzeResult measured(Progress.Display display) throws IOException {
    try (JobRun run = JobRun.open(spark, "analyze", settings.output(), facts.inputFiles())) {
      FrequentSentenceWords words = words();
      WordIndex index =
          new WordIndex(words.keys(), facts.selfAttention() ? words.keys() : words.queries());
      Metering metering = Metering.of(plan(words.specials()), index);
      int parts = (int) Math.min(MAX_TASKS, 1 + words.meetings() / PAIRS_PER_TASK);
      return run.write(
          AnalyzeTables.schemas(facts.id(), AnalyzeManifest.footer(input, settings)),
          tasks -> {
            AnalyzeOutcome outcome = measure(metering, parts, tasks, display);
            CorpusFindings findings = CorpusFindings.of(outcome.sums(), outcome.words());
            Examples examples = examples(metering, Sought.of(findings), display);
            List<List<RawRow>> rows = AnalyzeTables.rows(findings, examples);
            writeTables(rows, tasks);
            Counts counts =
                new Counts(
                    outcome.counts().read(),
                    findings.sentences(),
                    0,
                    findings.queries(),
                    outcome.counts().reasons());
            double seconds = run.seconds();
            byte[] analysis = AnalyzeManifest.analysis(findings, rows, facts, settings);
            return new JobRun.Done<>(
                    result(run.input(), counts, findings, rows, index, seconds),
                    AnalyzeManifest.contents(
                        settings, input, facts, counts, findings, run, seconds, spark))
                .with(RunLayout.ANALYSIS, out -> out.write(analysis));
          });
    }
  }

  private MeterPlan plan(List<String> specials) {
    return new MeterPlan(
        facts.layers(),
        facts.heads(),
        new Measures(facts.selfAttention(), facts.hasTokens(), facts.causal(), specials),
        settings.norms() != null,
        facts.wholeModel(),
        settings.divergences() == ComparedHeads.ALL,
        settings.heads().of(facts.layers(), facts.heads()));
  }

  private AnalyzeResult result(
      InputFiles files,
      Counts counts,
      CorpusFindings findings,
      List<List<RawRow>> rows,
      WordIndex index,
      double seconds) {
    return new AnalyzeResult(
        files,
        counts,
        findings,
        facts.hasTokens(),
        facts.selfAttention(),
        !rows.get(AnalyzeTables.EXAMPLES).isEmpty(),
        index.size(),
        facts.randomWeights(),
        facts.positions(),
        seconds);
  }

  private FrequentSentenceWords words() {
    if (!facts.hasTokens()) {
      return FrequentSentenceWords.NONE;
    }
    try {
      return FrequentSentenceWords.of(input.words(), settings.minCount());
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(facts.source(), e);
    }
  }

  private AnalyzeOutcome measure(
      Metering metering, int parts, JobRun.Tasks tasks, Progress.Display display) {
    try (Sent<Metering> sent = Sent.of(spark, metering)) {
      return Progress.during(
          spark,
          facts.records(),
          display,
          done ->
              tasks
                  .run(
                      () ->
                          input
                              .parts(sent, parts, done)
                              .partitionBy(new HashPartitioner(parts))
                              .rdd(),
                      facts.source(),
                      target -> new AnalyzeGathering(sent, settings, target))
                  .stream()
                  .reduce((a, b) -> a.plus(b, settings.top()))
                  .orElseThrow());
    }
  }

  /**
   * Reads the same records again. Skips rejected records, because the previous pass reported them.
   */
  private Examples examples(Metering metering, Sought sought, Progress.Display display) {
    if (settings.examples() == AnalyzeSettings.Examples.NO || sought.isEmpty()) {
      return new Examples();
    }
    try (Sent<Metering> sent = Sent.of(spark, metering.seeking(sought))) {
      return Progress.during(
          spark,
          facts.records(),
          display,
          done ->
              input
                  .inWholeSentences()
                  .parts(sent, 1, done)
                  .values()
                  .filter(AnalyzePart.Found.class::isInstance)
                  .map(part -> ((AnalyzePart.Found) part).examples())
                  .treeAggregate(new Examples(), Examples::add, Examples::add));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(facts.source(), e);
    }
  }

  private void writeTables(List<List<RawRow>> rows, JobRun.Tasks tasks) {
    tasks.run(
        () ->
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(1), 1)
                .rdd(),
        null,
        target -> new AnalyzeTables.Writing(target, rows));
  }
}
