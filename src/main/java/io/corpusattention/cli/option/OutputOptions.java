package io.corpusattention.cli.option;

import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import picocli.CommandLine.Option;

/** The options that say where a run folder goes. */
public final class OutputOptions {
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
  public String folder() {
    return output;
  }

  public WriteMode mode() {
    return mode;
  }

  public Compression compression() {
    return compression;
  }
}
