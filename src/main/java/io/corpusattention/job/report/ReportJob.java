package io.corpusattention.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.report.CorpusFigures;
import io.corpusattention.report.LearningCurve;
import io.corpusattention.report.LengthHistogram;
import io.corpusattention.report.Report;
import io.corpusattention.report.ReportPage;
import io.corpusattention.table.AttentionTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * One page to look at: an attention table in, and what an analysis found, and how a training went;
 * one HTML file out.
 *
 * <p>The executors count lengths and choose sentences; only the chosen ones reach the driver.
 */
public final class ReportJob {
  private final ReportSettings settings;
  private final AttentionTable table;
  private final CorpusFigures corpus;
  private final String analysis;
  private final LearningCurve training;
  private final PageFile file;

  private ReportJob(
      ReportSettings settings,
      AttentionTable table,
      CorpusFigures corpus,
      String analysis,
      LearningCurve training,
      PageFile file) {
    this.settings = settings;
    this.table = table;
    this.corpus = corpus;
    this.analysis = analysis;
    this.training = training;
    this.file = file;
  }

  /**
   * Opens table, analysis and training.
   *
   * @throws BadSettingException where they are none, do not belong together, or the output is in
   *     use
   */
  public static ReportJob open(SparkSession spark, ReportSettings settings) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    AttentionTable table =
        AttentionTable.open(spark, settings.input(), Setting.INPUT, settings.layer());
    table.requireTokens("a picture shows words");
    if (!table.isTopK()) {
      table.requireFull("a picture shows weights");
    }
    CorpusFigures corpus = settings.analysis() == null ? null : figures(settings.analysis(), conf);
    if (corpus != null && corpus.heads() != table.heads()) {
      throw Setting.ANALYSIS
          .of(settings.analysis())
          .bad(
              "is of " + corpus.heads() + " heads, but the table of ",
              Setting.INPUT,
              " "
                  + String.join(",", settings.input())
                  + " has "
                  + table.heads()
                  + "; give the analysis of that table");
    }
    List<Path> read = new ArrayList<>(table.paths());
    LearningCurve training = null;
    if (settings.training() != null) {
      training = TrainingRun.curve(spark, settings.training());
      read.add(TrainingRun.file(settings.training()));
    }
    PageFile file = PageFile.open(settings.output(), settings.mode(), read, conf);
    String analysis = corpus == null ? null : analysis(settings, corpus, conf);
    return new ReportJob(settings, table, corpus, analysis, training, file);
  }

  private static CorpusFigures figures(String folder, Configuration conf) {
    Given label = Setting.ANALYSIS.of(folder);
    Path path = HadoopPaths.path(Setting.ANALYSIS, folder);
    HadoopPaths.fileSystem(Setting.ANALYSIS, path, conf);
    try (InputStream json =
        FinishedRun.open(label, "analyze", path, conf).open(RunLayout.ANALYSIS)) {
      return CorpusFigures.read(json);
    } catch (FileNotFoundException e) {
      throw label
          .bad(
              "is the run folder of another job than analyze; give the folder that jobs/analyze wrote")
          .causedBy(e);
    } catch (IOException e) {
      throw label
          .bad(
              RunLayout.ANALYSIS
                  + " is not what jobs/analyze writes: "
                  + RootCause.of(e)
                  + "; run jobs/analyze again with ",
              Setting.MODE,
              " overwrite")
          .causedBy(e);
    }
  }

  /** Writes the page. */
  public ReportResult run() throws IOException {
    long start = System.nanoTime();
    SortedMap<Integer, Long> lengths;
    SentenceChoice choice;
    SentencePictures pictures;
    try {
      lengths = lengths();
      choice = SentenceChoice.of(table, settings);
      pictures = SentencePictures.of(table, choice.ids());
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(table.source(), e);
    }
    long sentences = lengths.values().stream().mapToLong(Long::longValue).sum();
    Report report =
        new Report(
            source(sentences),
            table.heads(),
            corpus,
            analysis,
            training,
            LengthHistogram.of(lengths),
            choice.explanation(),
            pictures.figures(),
            notes(sentences, pictures));
    byte[] page = ReportPage.html(report).getBytes(StandardCharsets.UTF_8);
    file.write(page);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ReportResult(
        sentences, pictures.figures().size(), page.length, corpus != null, seconds);
  }

  private SortedMap<Integer, Long> lengths() {
    return new TreeMap<>(
        table
            .rows(List.of(), List.of())
            .filter(row -> row.queryStart() == 0)
            .mapToPair(row -> new Tuple2<>(row.numTokens(), 1L))
            .reduceByKey(Long::sum)
            .collectAsMap());
  }

  private String source(long sentences) {
    String alignment = table.footer().getOrDefault("corpusattention.alignment", "soft");
    String random = table.footer().get("corpusattention.random_weights");
    return String.format(
        Locale.ROOT,
        "%,d %s, %d %s%s, %s %s%s, from %s",
        sentences,
        sentences == 1 ? "sentence" : "sentences",
        table.heads(),
        table.heads() == 1 ? "head" : "heads",
        table.modelLayer() == null ? "" : " of " + table.modelLayer(),
        alignment,
        table.selfAttention() ? "self-attention" : "general attention",
        random == null ? "" : " of random weights (" + random + ")",
        String.join(", ", settings.input()));
  }

  /** Two tables may have the same heads and sentences: a reader should see which was analysed. */
  private static String analysis(
      ReportSettings settings, CorpusFigures corpus, Configuration conf) {
    String folder = settings.analysis();
    List<String> analysed = new ArrayList<>();
    try {
      JsonNode configuration =
          FinishedRun.open(Setting.ANALYSIS.of(folder), "analyze", new Path(folder), conf)
              .manifest()
              .path("configuration");
      configuration.path("input").forEach(path -> analysed.add(path.asText()));
      requireLayer(configuration.path("layers"), settings);
    } catch (IOException e) {
      throw Setting.ANALYSIS
          .of(folder)
          .bad("its run.json cannot be read: " + RootCause.of(e))
          .causedBy(e);
    }
    return String.format(
        Locale.ROOT,
        "From the analysis in %s%s: %,d sentences, %,d tokens.",
        folder,
        analysed.isEmpty() ? "" : ", which is of " + String.join(", ", analysed),
        corpus.sentences(),
        corpus.tokens());
  }

  /** Layers of a model have the same sentences and heads: nothing else would tell them apart. */
  private static void requireLayer(JsonNode analysed, ReportSettings settings) {
    Integer layer = analysed.isInt() ? (Integer) analysed.asInt() : null;
    if (!Objects.equals(layer, settings.layer())) {
      throw Setting.ANALYSIS
          .of(settings.analysis())
          .bad(
              layer == null ? "is of a table of one layer" : "is of layer " + layer,
              ", and what is shown is ",
              settings.layer() == null ? "one" : Setting.LAYERS.of(settings.layer()),
              "; give the analysis of that");
    }
  }

  private List<String> notes(long sentences, SentencePictures pictures) {
    List<String> notes = new ArrayList<>(pictures.notes());
    if (sentences == 0) {
      notes.add("The table has no sentences.");
    }
    if (corpus == null) {
      notes.add(
          "Figures of the whole corpus come from an analysis: run jobs/analyze on this table, and"
              + " give its folder to jobs/report.");
    } else if (corpus.sentences() != sentences) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The analysis is of %,d sentences, and the table has %,d.",
              corpus.sentences(),
              sentences));
    }
    return notes;
  }
}
