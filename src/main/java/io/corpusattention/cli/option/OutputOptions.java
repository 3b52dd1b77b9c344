package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;
import picocli.CommandLine.Option;

/** The options for the run folder. */
@OptionGroup.In(OptionGroup.FILES)
public final class OutputOptions {
  @Option(names = "--output", paramLabel = "FOLDER", description = "The run folder to write.")
  private String output;

  @Option(
      names = "--mode",
      defaultValue = "error",
      paramLabel = "error|overwrite",
      description =
          "If the output folder is not empty: refuse it, or replace its run once the new"
              + " one is complete. A folder in which another run is active, or with files that"
              + " no run wrote, is always refused. Default: ${DEFAULT-VALUE}.")
  private WriteMode mode;

  @Option(
      names = "--compression",
      defaultValue = "zstd",
      paramLabel = "zstd|snappy|none",
      description = "Compression of the Parquet files. Default: ${DEFAULT-VALUE}.")
  private Compression compression;

  /**
   * Returns the settings of the output.
   *
   * @throws BadSettingException if the user does not name a folder
   */
  public OutputSettings settings() {
    if (output == null) {
      throw Setting.OUTPUT.missing("name the folder to write");
    }
    return new OutputSettings(output, mode, compression);
  }

  /** Returns the settings of the output. A dry run does not need a folder. */
  public OutputSettings settings(SharedOptions.DryRun dryRun) {
    return dryRun.value() ? new OutputSettings(output, mode, compression) : settings();
  }
}
