package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.LayerChoice;
import java.util.List;
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

  @Option(
      names = "--layers",
      defaultValue = LayerChoice.ALL,
      paramLabel = "all|I,J-K",
      description =
          "Of the table of a model: the layers whose rows are taken, counted from 0, such as 0,3-5."
              + " Default: ${DEFAULT-VALUE}.")
  private String layers;

  /**
   * The layers of a model's table.
   *
   * @throws BadSettingException where they cannot be read as such
   */
  public LayerChoice layers() {
    return new LayerChoice(layers);
  }

  /** The layer of a model's table; null where the user names none. */
  public Integer layer() {
    LayerChoice choice = layers();
    if (choice.isAll()) {
      return null;
    }
    if (choice.numbers().size() > 1) {
      throw Setting.LAYERS.of(layers).bad("names several layers; give one");
    }
    return choice.numbers().get(0);
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
