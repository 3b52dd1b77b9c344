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
import org.apache.hadoop.fs.Path;

/**
 * Checks paths before Spark starts, so that the user hears about a wrong one at once. The jobs
 * check them again, because files can change in the meantime.
 *
 * <p>All methods throw {@link io.corpusattention.attention.BadSettingException} if a path cannot be
 * used.
 */
final class EarlyChecks {
  private EarlyChecks() {}

  /** Requires that the files exist. Does not check a catalog table, which needs Spark. */
  static List<Path> input(CorpusSource source) throws IOException {
    return source instanceof CorpusSource.Paths files ? input(files.paths()) : List.of();
  }

  /** Requires that the files exist, and returns what matches the paths. */
  static List<Path> input(List<String> paths) throws IOException {
    return InputPaths.requireDistinctMatches(Setting.INPUT, paths, HadoopPaths.conf());
  }

  /** Requires that the folder or file of weights exists, unless the weights are random. */
  static void weights(WeightsSettings weights) {
    if (!weights.random()) {
      HadoopWeightFiles.open(weights.source(), HadoopPaths.conf());
    }
  }

  /** Requires that the folder of the model exists. */
  static void model(String folder) {
    HadoopWeightFiles.openModel(Setting.MODEL, folder, HadoopPaths.conf());
  }

  /** Requires that the run may use its output folder. A dry run may have none. */
  static void output(OutputSettings output, List<Path> inputs) {
    if (output.folder() != null) {
      RunFolder.check(output.folder(), output.mode(), inputs, HadoopPaths.conf());
    }
  }
}
