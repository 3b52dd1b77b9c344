package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The input of jobs that read an attention table. */
public final class TableInputOption {
  @Option(
      names = "--input",
      split = InputOptions.COMMA,
      splitSynopsisLabel = ",",
      paramLabel = "PATH",
      description =
          "Run folders of attend, or Parquet files of their tables; several by commas or by"
              + " repeating the option.")
  private List<String> paths;

  @Mixin private SharedOptions.Layer layer;

  /** The layer of a model's table; null where the user names none. */
  public Integer layer() {
    return layer.value();
  }

  /**
   * Run folders or files.
   *
   * @throws BadSettingException where none is named
   */
  public List<String> paths() {
    if (paths == null) {
      throw Setting.INPUT.missing("name the folder that jobs/attend wrote");
    }
    return paths;
  }
}
