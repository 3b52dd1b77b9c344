package io.corpusattention.cli.option;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.text.TextColumns;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the columns of a text table. */
@OptionGroup.In(OptionGroup.COLUMNS)
public final class TextColumnOptions {
  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description =
          "For a table: the id of a sentence, an integer or a string. Default: "
              + TextColumns.DEFAULT_ID
              + ".")
  private String idColumn;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "For a table: the text, a string. Default: text, if the input has it.")
  private String textColumn;

  @Option(
      names = "--tokens-column",
      paramLabel = "NAME",
      description =
          "For a table: the tokens, an array of strings, instead of text. Default: tokens, if the"
              + " input has it and no text.")
  private String tokensColumn;

  @Mixin private SharedOptions.Keep keep;

  public TextColumns columns() {
    return new TextColumns(idColumn, textColumn, tokensColumn, keep.columns());
  }
}
