package io.corpusattention.cli;

import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import picocli.CommandLine.Option;

/** The options that say where a run folder goes. */
final class OutputOptions {
  @Option(names = "--output", paramLabel = "FOLDER", description = "The run folder to write.")
  private String output;

  @Option(
      names = "--mode",
      defaultValue = "error",
      paramLabel = "error|overwrite",
      description =
          "Where the output folder is not empty: refuse it, or replace the run it holds once the"
              + " new one is complete. Default: ${DEFAULT-VALUE}.")
  private WriteMode mode;

  @Option(
      names = "--compression",
      defaultValue = "zstd",
      paramLabel = "zstd|snappy|none",
      description = "Of the Parquet pages. Default: ${DEFAULT-VALUE}.")
  private Compression compression;

  /** The run folder; null where none is named. */
  String folder() {
    return output;
  }

  WriteMode mode() {
    return mode;
  }

  /** All of them. */
  OutputSettings settings() {
    return new OutputSettings(output, mode, compression);
  }

  Compression compression() {
    return compression;
  }
}
