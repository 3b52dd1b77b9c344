package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.report.Comparison;
import io.corpusattention.report.CorpusFigures;
import io.corpusattention.report.LearningCurve;
import io.corpusattention.report.LengthHistogram;
import io.corpusattention.report.Report;
import io.corpusattention.report.ReportPage;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.report.Summaries;
import io.corpusattention.report.figure.Figures;
import io.corpusattention.table.AttentionTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The job that writes one page to look at. Its input is an attention table and, optionally, the
 * figures of an analysis, the learning curve of a training, and summaries. Its output is one HTML
 * file.
 *
 * <p>The executors count lengths and choose sentences. Only the chosen sentences reach the driver.
 */
public final class ReportJob {
  /** The maximum number of heads that are drawn at once. */
  private static final int MOST_HEADS = 6;

  private final ReportSettings settings;
  private final AttentionTable table;
  private final List<Integer> layers;
  private final List<Integer> firstHeads; // null if the user named none
  private final AnalysisRun analysis; // null for none
  private final Comparison comparison;
  private final LearningCurve training;
  private final SummaryRun summaries;
  private final PageFile file;
  private final FigureFolder figures;

  private ReportJob(
      ReportSettings settings,
      AttentionTable table,
      List<Integer> firstHeads,
      AnalysisRun analysis,
      Comparison comparison,
      LearningCurve training,
      SummaryRun summaries,
      PageFile file,
      FigureFolder figures) {
    this.settings = settings;
    this.table = table;
    this.layers = layers(table);
    this.firstHeads = firstHeads;
    this.analysis = analysis;
    this.comparison = comparison;
    this.training = training;
    this.summaries = summaries;
    this.file = file;
    this.figures = figures;
  }

  /**
   * Checks the places of the output as far as that does not take the table.
   *
   * @throws BadSettingException if one of them must not be written
   */
  public static void check(ReportSettings settings, Configuration conf) {
    PageFile page = PageFile.open(settings.output(), settings.mode(), List.of(), conf);
    if (settings.figures() != null) {
      FigureFolder.open(settings.figures(), settings.mode(), page, List.of(), conf);
    }
  }

  /**
   * Opens the table, the analysis, the training and the summaries.
   *
   * @throws BadSettingException if one of them is invalid, if they do not belong together, or if
   *     the output is in use
   */
  public static ReportJob open(SparkSession spark, ReportSettings settings) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    AttentionTable table =
        AttentionTable.open(spark, settings.input(), Setting.INPUT, settings.layers());
    table.requireTokens("a picture shows words");
    if (!table.isTopK()) {
      table.requireFull("a picture shows weights");
    }
    AnalysisRun analysis =
        settings.analysis() == null
            ? null
            : AnalysisRun.open(
                Setting.ANALYSIS.of(settings.analysis()), settings, table, layers(table), conf);
    Comparison comparison =
        settings.compare() == null ? null : ComparedRun.open(settings, analysis, conf);
    List<Path> read = new ArrayList<>(table.inputFiles().paths());
    LearningCurve training = null;
    if (settings.training() != null) {
      training = TrainingRun.curve(spark, settings.training());
      read.add(TrainingRun.file(settings.training()));
    }
    SummaryRun summaries = null;
    if (settings.summaries() != null) {
      summaries = SummaryRun.open(spark, settings.summaries());
      read.add(SummaryRun.file(settings.summaries()));
    }
    PageFile file = PageFile.open(settings.output(), settings.mode(), read, conf);
    FigureFolder figures =
        settings.figures() == null
            ? null
            : FigureFolder.open(settings.figures(), settings.mode(), file, read, conf);
    return new ReportJob(
        settings,
        table,
        firstHeads(settings, table),
        analysis,
        comparison,
        training,
        summaries,
        file,
        figures);
  }

  /**
   * Returns the layers that are shown; a single null if the table has one layer without a number.
   */
  static List<Integer> layers(AttentionTable table) {
    String own = table.footer().get("corpusattention.layer");
    return table.layers().isEmpty()
        ? Collections.singletonList(own == null ? null : Integer.valueOf(own))
        : table.layers();
  }

  private static List<Integer> firstHeads(ReportSettings settings, AttentionTable table) {
    if (settings.heads().text() == null) {
      return null;
    }
    BitSet heads = settings.heads().of(layers(table), table.heads());
    if (heads.cardinality() > MOST_HEADS) {
      throw Setting.HEADS
          .of(settings.heads().text())
          .bad(
              "names "
                  + heads.cardinality()
                  + " heads, and lines of more than "
                  + MOST_HEADS
                  + " cannot be told apart; name fewer");
    }
    return heads.stream().boxed().toList();
  }

  /** Writes the page. */
  public ReportResult run() throws IOException {
    long start = System.nanoTime();
    SortedMap<Integer, Long> lengths;
    SentenceChoice choice;
    SentencePictures pictures;
    CorpusFigures corpus;
    List<SentenceFigure> shown;
    Summaries documents;
    try {
      lengths = lengths();
      choice = SentenceChoice.of(table, settings);
      pictures = SentencePictures.of(table, choice.ids(), settings.contains());
      corpus = analysis == null ? null : ExampleSentences.added(table, analysis.figures());
      shown = summaries == null ? pictures.figures() : summaries.withKept(pictures.figures());
      documents = summaries == null ? null : summaries.documents();
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(table.source(), e);
    }
    long sentences = lengths.values().stream().mapToLong(Long::longValue).sum();
    Report report =
        new Report(
            source(sentences),
            notes(sentences, pictures),
            choice.explanation(),
            analysis == null ? null : analysis.source(),
            table.layers().isEmpty() ? null : table.footer().get("corpusattention.model"),
            layers,
            table.heads(),
            firstHeads(shown),
            corpus,
            comparison,
            training,
            LengthHistogram.of(lengths),
            documents,
            shown);
    byte[] page = ReportPage.html(report).getBytes(StandardCharsets.UTF_8);
    file.write(page);
    Map<String, String> drawn = figures == null ? Map.of() : Figures.of(report);
    if (figures != null) {
      figures.write(drawn);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ReportResult(
        sentences, shown.size(), page.length, drawn.size(), analysis != null, seconds);
  }

  /** Returns the heads to draw first for each sentence. */
  private List<List<Integer>> firstHeads(List<SentenceFigure> figures) {
    return figures.stream()
        .map(f -> firstHeads == null ? FirstHeads.of(f, table.selfAttention()) : firstHeads)
        .toList();
  }

  private SortedMap<Integer, Long> lengths() {
    Integer first = table.layers().isEmpty() ? null : table.layers().get(0);
    return new TreeMap<>(
        table
            .rows(List.of(), List.of())
            .filter(row -> row.queryStart() == 0 && Objects.equals(row.layer(), first))
            .mapToPair(row -> new Tuple2<>(row.numTokens(), 1L))
            .reduceByKey(Long::sum)
            .collectAsMap());
  }

  private String source(long sentences) {
    String alignment = table.footer().getOrDefault("corpusattention.alignment", "soft");
    String random = table.footer().get("corpusattention.random_weights");
    String model = table.layers().isEmpty() ? null : table.footer().get("corpusattention.model");
    String ofLayers =
        table.layers().isEmpty()
            ? ""
            : (layers.size() == 1 ? " of layer " : " of each of the layers ")
                + LayerNumbers.shown(layers);
    return String.format(
        Locale.ROOT,
        "%,d %s, %d %s%s%s, %s %s%s, from %s",
        sentences,
        sentences == 1 ? "sentence" : "sentences",
        table.heads(),
        table.heads() == 1 ? "head" : "heads",
        ofLayers,
        model == null ? "" : " of " + model,
        alignment,
        table.selfAttention() ? "self-attention" : "general attention",
        random == null ? "" : " of random weights (" + random + ")",
        String.join(", ", settings.input()));
  }

  private List<String> notes(long sentences, SentencePictures pictures) {
    List<String> notes = new ArrayList<>(pictures.notes());
    if (sentences == 0) {
      notes.add("The table has no sentences.");
    }
    if (analysis == null) {
      notes.add(
          "Figures of the whole corpus come from an analysis: run jobs/analyze on this table, and"
              + " give its folder to jobs/report.");
    } else if (analysis.analysis().sentences() != sentences) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The analysis is of %,d sentences, and the table has %,d.",
              analysis.analysis().sentences(),
              sentences));
    }
    return notes;
  }
}
