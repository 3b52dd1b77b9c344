package io.corpusattention.cli.option;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.text.TextColumns;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name the columns of embedded sentences. */
@OptionGroup.In(OptionGroup.COLUMNS)
public final class ColumnOptions {
  @Option(
      names = "--id-column",
      defaultValue = TextColumns.DEFAULT_ID,
      paramLabel = "NAME",
      description = "The id of a sentence, an integer or a string. Default: ${DEFAULT-VALUE}.")
  private String idColumn;

  @Option(
      names = "--tokens-column",
      paramLabel = "NAME",
      description =
          "The tokens of a sentence, an array of strings. Default: "
              + CorpusColumns.DEFAULT_TOKENS
              + ", if the input has it.")
  private String tokensColumn;

  @Option(
      names = "--embeddings-column",
      defaultValue = CorpusColumns.DEFAULT_EMBEDDINGS,
      paramLabel = "NAME",
      description =
          "The embeddings: an array of float or double, row-major; an array of arrays or"
              + " of spark.ml vectors; or binary with little-endian float32. Default:"
              + " ${DEFAULT-VALUE}.")
  private String embeddingsColumn;

  public String idColumn() {
    return idColumn;
  }

  /** Returns the column of tokens, or null if the user does not name one. */
  String tokensColumn() {
    return tokensColumn;
  }

  /**
   * Returns these columns together with others.
   *
   * @param queryColumn the column with the embeddings of each record's own queries, or null
   * @param queryTokensColumn the column with the tokens of these queries, or null
   * @param keep columns to copy to the output
   * @param keepSetting the setting that names the columns to copy, for messages
   */
  public CorpusColumns columns(
      String queryColumn, String queryTokensColumn, List<String> keep, Setting keepSetting) {
    return new CorpusColumns(
        idColumn,
        tokensColumn == null ? CorpusColumns.DEFAULT_TOKENS : tokensColumn,
        tokensColumn != null,
        embeddingsColumn,
        queryColumn,
        queryTokensColumn,
        keep,
        keepSetting);
  }
}
