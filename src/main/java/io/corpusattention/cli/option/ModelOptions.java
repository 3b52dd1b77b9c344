package io.corpusattention.cli.option;

import io.corpusattention.corpus.text.TextColumns;
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
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Of --model and a table: string. Default: text; what embed gives counts first, the column"
              + " embeddings.")
  private String textColumn;

  /** The folder; null where there is no model. */
  public String model() {
    return model;
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
