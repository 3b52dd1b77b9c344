package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.WeightsSettings;
import io.corpusattention.table.run.RunFolder;
import java.io.IOException;
import java.util.List;

/**
 * Checks paths before Spark starts, so that the user hears of a wrong one at once. The jobs check
 * them again, because files can change meanwhile.
 *
 * <p>All methods throw {@link io.corpusattention.attention.BadSettingException} if a path cannot
 * work.
 */
final class EarlyChecks {
  private EarlyChecks() {}

  /** Requires files that exist. A table of the catalog needs Spark, and is not checked. */
  static void input(CorpusSource source) throws IOException {
    if (source instanceof CorpusSource.Paths files) {
      input(files.paths());
    }
  }

  /** Requires files that exist. */
  static void input(List<String> paths) throws IOException {
    InputPaths.requireDistinctMatches(Setting.INPUT, paths, HadoopPaths.conf());
  }

  /** Requires the folder or file of weights, unless they are random. */
  static void weights(WeightsSettings weights) {
    if (!weights.random()) {
      HadoopWeightFiles.open(weights.source(), HadoopPaths.conf());
    }
  }

  /** Requires the folder of a model. */
  static void model(String folder) {
    HadoopWeightFiles.openModel(Setting.MODEL, folder, HadoopPaths.conf());
  }

  /** Requires that a run may use its folder; a dry run has none. */
  static void output(OutputSettings output) {
    if (output.folder() != null) {
      RunFolder.check(output.folder(), output.mode(), List.of(), HadoopPaths.conf());
    }
  }
}
