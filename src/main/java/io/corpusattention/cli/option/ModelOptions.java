package io.corpusattention.cli.option;

import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.encoder.Pooling;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a whole model, with the text that goes through it. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR|NAME",
      description =
          "A whole model, in place of --weights: folder of a BERT (MiniLM, bge, e5, gte, ...),"
              + " RoBERTa, XLM-R, CamemBERT, DistilBERT, ELECTRA or GPT-2 as save_pretrained writes it, or the name of a published model, which Maven fetches"
              + " once. The input is then text, or what enters the first layer; the model decides"
              + " heads, masks and scale.")
  private String model;

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
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Of --model and a table: string. Default: text; what embed gives counts first, the column"
              + " embeddings.")
  private String textColumn;

  @Option(
      names = "--show",
      split = ",",
      paramLabel = "WORD",
      description =
          "Of --model: show what this word attends to in the first sentence that has it; several by"
              + " commas.")
  private List<String> show;

  /** The folder; null where there is no model. */
  public String model() {
    return model;
  }

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

  /**
   * The columns of a table of text, whose tokens are called as those of other tables.
   *
   * @param id null where the user names none
   */
  public TextColumns columns(String id, ColumnOptions others, List<String> keep) {
    return new TextColumns(id, textColumn, others.tokensColumn(), keep);
  }
}
