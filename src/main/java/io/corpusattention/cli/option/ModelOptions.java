package io.corpusattention.cli.option;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.text.TextColumns;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for a whole model and its text. */
@OptionGroup.In(OptionGroup.MODEL)
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR|NAME",
      description =
          "A whole model, instead of --weights: a folder that save_pretrained wrote"
              + " (BERT, such as MiniLM, bge, e5 or gte; RoBERTa, XLM-R, CamemBERT, DistilBERT,"
              + " ELECTRA, GPT-2), or the name of a published model, which Maven fetches once."
              + " The input is then text. The model determines heads, masks and scale.")
  private String model;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "With --model and a table: the column with the text, a string. If the table has"
              + " the column that --embeddings-column names, as embed's output does, the model"
              + " starts from those embeddings instead. Default: text.")
  private String textColumn;

  /** Returns the folder of the model, or null if the user does not give one. */
  public String model() {
    return model;
  }

  /**
   * Returns the columns of a table of text. Its column of tokens has the same option as in other
   * tables.
   *
   * @param id the column with the id, or null if the user does not name one
   */
  public TextColumns columns(String id, ColumnOptions others, List<String> keep) {
    return new TextColumns(id, textColumn, others.tokensColumn(), keep);
  }
}
