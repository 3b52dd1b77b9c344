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
 * The figures from a run folder of analyze, for the layers that a report shows.
 *
 * @param places positions of these layers among the analyzed layers
 * @param source the source of the figures, as a sentence
 */
record AnalysisRun(Analysis analysis, List<Integer> places, String source) {
  /**
   * Reads the figures.
   *
   * @param label the option that names the folder
   * @param settings the settings that name the table, for messages
   * @param layers the layers that are shown, as {@link ReportJob#layers} returns them
   * @throws BadSettingException if the folder is not from a finished analyze run, or if its figures
   *     are for other heads or layers than the shown ones
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
   * @throws BadSettingException if the run has no such file, or if the file cannot be read
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

  /** Returns the single layer of an analysis whose figures do not name a layer. */
  private static List<Integer> layer(JsonNode configuration) {
    JsonNode layer = configuration.path("layers");
    return Collections.singletonList(layer.isInt() ? layer.asInt() : null);
  }

  /** Two tables can have the same heads and sentences, so this says which one was analyzed. */
  private static String source(
      String folder, JsonNode configuration, Analysis analysis, List<Integer> shown) {
    int layers = analysis.layers() == null ? 1 : analysis.layers().size();
    JsonNode chosen =
        configuration.path("heads"); // text if the heads are named, a number if they are counted
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

  /** Returns the input and size of an analysis, as the end of a sentence. */
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

  /** Returns the figures of the layers that are shown. */
  CorpusFigures figures() {
    return CorpusFigures.of(analysis, places);
  }
}
