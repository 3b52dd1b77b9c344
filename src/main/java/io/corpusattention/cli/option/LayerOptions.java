package io.corpusattention.cli.option;

import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.encoder.Pooling;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is written of a model, layer by layer, and what is shown. */
public final class LayerOptions {
  @Option(
      names = "--layers",
      defaultValue = LayerChoice.ALL,
      paramLabel = "all|I,J-K",
      description =
          "Of --model: the layers whose attention is written, counted from 0, such as 0,3-5; those"
              + " behind the last are not computed, and its output is what --hidden writes. Default:"
              + " ${DEFAULT-VALUE}.")
  private String layers;

  @Option(
      names = "--hidden",
      defaultValue = "none",
      paramLabel = "none|tokens|mean|first",
      description =
          "Of --model: what to write, to a table of its own, of the last layer's hidden states: one"
              + " a token, their mean over all tokens, the first token's. Default: ${DEFAULT-VALUE}.")
  private Pooling hidden;

  @Option(
      names = "--normalize",
      description = "Of --hidden: divide each vector by its Euclidean length.")
  private boolean normalize;

  @Option(
      names = "--show",
      split = ",",
      paramLabel = "WORD",
      description =
          "Of --model: show what this word attends to in the first sentence that has it; several by"
              + " commas.")
  private List<String> show;

  /**
   * The layers.
   *
   * @throws io.corpusattention.attention.BadSettingException where they cannot be read as such
   */
  public LayerChoice layers() {
    return new LayerChoice(layers);
  }

  /** What to keep of hidden states. */
  public HiddenStates hidden() {
    return new HiddenStates(hidden, normalize);
  }

  /** The words to show. */
  public List<String> show() {
    return show == null ? List.of() : show;
  }
}
