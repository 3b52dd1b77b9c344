package io.corpusattention.cli.option;

import io.corpusattention.corpus.text.TextColumns;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the columns of a table of text. */
public final class TextColumnOptions {
  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "Of a table: integer or string. Default: " + TextColumns.DEFAULT_ID + ".")
  private String idColumn;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Of a table: string. Default: text, where the input has it.")
  private String textColumn;

  @Option(
      names = "--tokens-column",
      paramLabel = "NAME",
      description =
          "Of a table, in place of text: array of strings. Default: tokens, where the input has it"
              + " and no text.")
  private String tokensColumn;

  @Mixin private SharedOptions.Keep keep;

  public TextColumns columns() {
    return new TextColumns(idColumn, textColumn, tokensColumn, keep.columns());
  }
}
