package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.report.Analysis;
import io.corpusattention.report.Comparison;
import io.corpusattention.report.CorpusFigures;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads another run folder of analyze, to compare its figures of heads with those of the page. */
final class ComparedRun {
  private ComparedRun() {}

  /**
   * Reads the other run and compares it.
   *
   * @param run the analysis of the page; its layers are compared in order, regardless of their
   *     numbers
   * @throws BadSettingException if the folder is not from a finished analyze run, or if it has
   *     another number of layers or heads
   */
  static Comparison open(ReportSettings settings, AnalysisRun run, Configuration conf)
      throws IOException {
    Given label = Setting.COMPARE.of(settings.compare());
    Path path = HadoopPaths.path(label.setting(), label.value());
    HadoopPaths.fileSystem(label.setting(), path, conf);
    FinishedRun finished = FinishedRun.open(label, "analyze", path, conf);
    Analysis other = AnalysisRun.read(label, finished);
    if (other.heads() != run.analysis().heads() || layers(other) != layers(run.analysis())) {
      throw label.bad(
          "is of " + shape(other) + ", but ",
          Setting.ANALYSIS.of(settings.analysis()),
          " is of " + shape(run.analysis()) + "; give an analysis of as many");
    }
    String source =
        "Compared with the analysis in "
            + settings.compare()
            + AnalysisRun.of(finished.manifest().path("configuration"), other);
    return Comparison.of(source, run.figures(), CorpusFigures.of(other, run.places()));
  }

  private static int layers(Analysis analysis) {
    return analysis.layers() == null ? 1 : analysis.layers().size();
  }

  private static String shape(Analysis of) {
    int layers = layers(of);
    return layers
        + (layers == 1 ? " layer with " : " layers with ")
        + of.heads()
        + (of.heads() == 1 ? " head" : " heads");
  }
}
