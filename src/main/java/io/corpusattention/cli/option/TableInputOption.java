package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.encoder.LayerChoice;
import java.util.List;
import picocli.CommandLine.Option;

/** The input of jobs that read an attention table. */
@OptionGroup.In(OptionGroup.FILES)
public final class TableInputOption {
  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "Run folders of attend, or Parquet files of their tables, separated by commas. You"
              + " can also repeat the option. Do not name a file twice.")
  private List<String> paths;

  @Option(
      names = "--layers",
      defaultValue = LayerChoice.ALL,
      paramLabel = "all|I,J-K",
      description =
          "For the table of a model: the layers to read, counted from 0, such as 0,3-5."
              + " Default: ${DEFAULT-VALUE}.")
  private String layers;

  /**
   * Returns the layers to read from a model's table.
   *
   * @throws BadSettingException if the option is not a list of layers
   */
  public LayerChoice layers() {
    return new LayerChoice(layers);
  }

  /**
   * Returns the run folders or files to read.
   *
   * @throws BadSettingException if the user names none
   */
  public List<String> paths() {
    if (paths == null) {
      throw Setting.INPUT.missing("name the folder that jobs/attend wrote");
    }
    return InputPaths.separated(Setting.INPUT, paths, HadoopPaths.conf());
  }
}
