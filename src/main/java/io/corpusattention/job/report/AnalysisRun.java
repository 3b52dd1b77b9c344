package io.corpusattention.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.encoder.LayerNumbers;
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
 * The run folder of analyze, of which a report shows the figures of the layer that it shows.
 *
 * @param figures of that layer
 * @param source where they are from, as a sentence
 */
record AnalysisRun(CorpusFigures figures, String source) {
  /**
   * Reads the figures.
   *
   * @throws BadSettingException where the folder is none of a finished run of analyze, or its
   *     figures are of other heads or layers than what is shown
   */
  static AnalysisRun open(ReportSettings settings, AttentionTable table, Configuration conf)
      throws IOException {
    Given label = Setting.ANALYSIS.of(settings.analysis());
    Path path = HadoopPaths.path(Setting.ANALYSIS, settings.analysis());
    HadoopPaths.fileSystem(Setting.ANALYSIS, path, conf);
    FinishedRun run = FinishedRun.open(label, "analyze", path, conf);
    CorpusFigures all = figures(label, run);
    if (all.heads() != table.heads()) {
      throw label.bad(
          "is of " + all.heads() + " heads, but the table of ",
          Setting.INPUT,
          " "
              + String.join(",", settings.input())
              + " has "
              + table.heads()
              + "; give the analysis of that table");
    }
    JsonNode configuration = run.manifest().path("configuration");
    List<Integer> layers = all.layers() == null ? layers(configuration) : all.layers();
    Integer shown = shown(settings, table);
    if (!layers.contains(shown)) {
      throw label.bad(
          layers.contains(null)
              ? "is of a table of one layer"
              : (layers.size() == 1 ? "is of layer " : "is of the layers ")
                  + LayerNumbers.shown(layers),
          ", and what is shown is ",
          settings.layer() == null ? "one" : Setting.LAYERS.of(settings.layer()),
          "; give the analysis of that");
    }
    CorpusFigures figures = layers.size() == 1 ? all : all.ofLayer(shown);
    return new AnalysisRun(figures, source(settings.analysis(), configuration, all, shown));
  }

  private static CorpusFigures figures(Given label, FinishedRun run) {
    try (InputStream json = run.open(RunLayout.ANALYSIS)) {
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

  /** The one layer of an analysis whose figures do not name it. */
  private static List<Integer> layers(JsonNode configuration) {
    JsonNode layer = configuration.path("layers");
    return Collections.singletonList(layer.isInt() ? layer.asInt() : null);
  }

  /** Layers of a model have the same sentences and heads: nothing else would tell them apart. */
  private static Integer shown(ReportSettings settings, AttentionTable table) {
    String own = table.footer().get("corpusattention.layer");
    return settings.layer() != null || own == null ? settings.layer() : Integer.valueOf(own);
  }

  /** Two tables may have the same heads and sentences: a reader should see which was analysed. */
  private static String source(
      String folder, JsonNode configuration, CorpusFigures all, Integer shown) {
    List<String> analysed = new ArrayList<>();
    configuration.path("input").forEach(path -> analysed.add(path.asText()));
    int layers = all.layers() == null ? 1 : all.layers().size();
    JsonNode chosen = configuration.path("heads"); // a text where they are named, not counted
    StringBuilder text = new StringBuilder();
    text.append("From the analysis in ").append(folder);
    if (!analysed.isEmpty()) {
      text.append(", which is of ").append(String.join(", ", analysed));
    }
    text.append(
        String.format(Locale.ROOT, ": %,d sentences, %,d tokens.", all.sentences(), all.tokens()));
    if (layers > 1) {
      text.append(" Figures of heads are of layer ").append(shown).append('.');
    }
    if (chosen.isTextual()) {
      text.append(" Links and words are of the heads ").append(chosen.asText()).append('.');
    } else if (layers > 1) {
      text.append(" Links and words are of all its ").append(layers).append(" layers.");
    }
    return text.toString();
  }
}
