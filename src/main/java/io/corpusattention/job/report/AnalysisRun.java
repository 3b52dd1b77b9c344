package io.corpusattention.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.report.Analysis;
import io.corpusattention.report.CorpusFigures;
import io.corpusattention.table.AttentionTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The run folder of analyze, of which a report shows the figures of the layers that it shows.
 *
 * @param places of these layers among those that were analyzed
 * @param source where the figures are from, as a sentence
 */
record AnalysisRun(Analysis analysis, List<Integer> places, String source) {
  /**
   * Reads the figures.
   *
   * @param label the option with the folder
   * @param settings that name the table, for messages
   * @param layers that are shown, as {@link ReportJob#layers} has them
   * @throws BadSettingException where the folder is none of a finished run of analyze, or its
   *     figures are of other heads or layers than what is shown
   */
  static AnalysisRun open(
      Given label,
      ReportSettings settings,
      AttentionTable table,
      List<Integer> layers,
      Configuration conf)
      throws IOException {
    Path path = HadoopPaths.path(label.setting(), label.value());
    HadoopPaths.fileSystem(label.setting(), path, conf);
    FinishedRun run = FinishedRun.open(label, "analyze", path, conf);
    Analysis analysis = read(label, run);
    if (analysis.heads() != table.heads()) {
      throw label.bad(
          "is of " + analysis.heads() + " heads, but the table of ",
          Setting.INPUT,
          " "
              + String.join(",", settings.input())
              + " has "
              + table.heads()
              + "; give the analysis of that table");
    }
    JsonNode configuration = run.manifest().path("configuration");
    List<Integer> analyzed = analysis.layers() == null ? layer(configuration) : analysis.layers();
    if (!analyzed.containsAll(layers)) {
      throw label.bad(
          analyzed.contains(null)
              ? "is of a table of one layer"
              : (analyzed.size() == 1 ? "is of layer " : "is of the layers ")
                  + LayerNumbers.shown(analyzed),
          ", and what is shown is ",
          layers.get(0) == null ? "one" : Setting.LAYERS.of(LayerNumbers.shown(layers)),
          "; give the analysis of that");
    }
    return new AnalysisRun(
        analysis,
        layers.stream().map(analysis::place).toList(),
        source(label.value(), configuration, analysis, layers));
  }

  /**
   * Reads analysis.json of a run.
   *
   * @throws BadSettingException where it has none, or one that cannot be read
   */
  static Analysis read(Given label, FinishedRun run) {
    try (InputStream json = run.open(RunLayout.ANALYSIS)) {
      return Analysis.read(json);
    } catch (FileNotFoundException e) {
      throw label
          .bad(
              "is the run folder of another job than analyze; give the folder that jobs/analyze"
                  + " wrote")
          .causedBy(e);
    } catch (IOException e) {
      throw OutsideFailure.or(
          e,
          () ->
              label
                  .bad(
                      RunLayout.ANALYSIS
                          + " is not what jobs/analyze writes: "
                          + RootCause.of(e)
                          + "; run jobs/analyze again with ",
                      Setting.MODE,
                      " overwrite")
                  .causedBy(e));
    }
  }

  /** The one layer of an analysis whose figures do not name it. */
  private static List<Integer> layer(JsonNode configuration) {
    JsonNode layer = configuration.path("layers");
    return Collections.singletonList(layer.isInt() ? layer.asInt() : null);
  }

  /** Two tables may have the same heads and sentences: a reader should see which was analysed. */
  private static String source(
      String folder, JsonNode configuration, Analysis analysis, List<Integer> shown) {
    int layers = analysis.layers() == null ? 1 : analysis.layers().size();
    JsonNode chosen = configuration.path("heads"); // a text where they are named, not counted
    StringBuilder text = new StringBuilder();
    text.append("From the analysis in ").append(folder).append(of(configuration, analysis));
    if (layers > shown.size()) {
      text.append(" Figures of heads are of ")
          .append(shown.size() == 1 ? "layer " : "the layers ")
          .append(LayerNumbers.shown(shown))
          .append('.');
    }
    if (chosen.isTextual()) {
      text.append(" Links and words are of the heads ").append(chosen.asText()).append('.');
    } else if (layers > shown.size()) {
      text.append(" Links and words are of all its ").append(layers).append(" layers.");
    }
    return text.toString();
  }

  /** Of what an analysis is, as the end of a sentence. */
  static String of(JsonNode configuration, Analysis analysis) {
    List<String> analysed = new ArrayList<>();
    configuration.path("input").forEach(path -> analysed.add(path.asText()));
    return String.format(
        Locale.ROOT,
        "%s: %,d sentences, %,d tokens.",
        analysed.isEmpty() ? "" : ", which is of " + String.join(", ", analysed),
        analysis.sentences(),
        analysis.tokens());
  }

  /** The figures of the layers that are shown. */
  CorpusFigures figures() {
    return CorpusFigures.of(analysis, places);
  }
}
