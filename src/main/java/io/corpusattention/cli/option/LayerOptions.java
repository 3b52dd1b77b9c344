package io.corpusattention.cli.option;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.encoder.Pooling;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for what attend writes and prints of the layers of a model. */
@OptionGroup.In(OptionGroup.MODEL)
public final class LayerOptions {
  @Option(
      names = "--layers",
      defaultValue = LayerChoice.ALL,
      paramLabel = "all|I,J-K",
      description =
          "With --model: the layers to write, counted from 0, such as 0,3-5. Layers after"
              + " the last of these are not computed. Default: ${DEFAULT-VALUE}.")
  private String layers;

  @Option(
      names = "--hidden",
      defaultValue = "none",
      paramLabel = "none|tokens|mean|first",
      description =
          "With --model: which hidden states of the last layer to write to a separate table:"
              + " one vector for each token, their mean, or the vector of the first token."
              + " Default: ${DEFAULT-VALUE}.")
  private Pooling hidden;

  @Option(
      names = "--normalize",
      description = "With --hidden: divide each vector by its Euclidean length.")
  private boolean normalize;

  @Option(
      names = "--show",
      split = ",",
      paramLabel = "WORD",
      description =
          "With --model: print what a word attends to in the first sentence that contains"
              + " it. Separate several words by commas.")
  private List<String> show;

  /**
   * Returns the layers to write.
   *
   * @throws io.corpusattention.attention.BadSettingException if the option is not a list of layers
   */
  public LayerChoice layers() {
    return new LayerChoice(layers);
  }

  /** Returns what to write of the hidden states. */
  public HiddenStates hidden() {
    return new HiddenStates(hidden, normalize);
  }

  /**
   * Returns the words whose attention to print.
   *
   * @throws io.corpusattention.attention.BadSettingException if one of them is blank
   */
  public List<String> show() {
    if (show != null && show.stream().anyMatch(String::isBlank)) {
      throw Setting.SHOW.of(String.join(",", show)).bad("has an empty word; give words");
    }
    return show == null ? List.of() : show;
  }
}
