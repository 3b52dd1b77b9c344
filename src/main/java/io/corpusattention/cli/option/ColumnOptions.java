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

  /** Null where the user names none. */
  String tokensColumn() {
    return tokensColumn;
  }

  /**
   * These columns, with others.
   *
   * @param queryColumn embeddings of the queries that each record brings, or null
   * @param queryTokensColumn their tokens, or null
   * @param keep carried through to the output
   * @param keepSetting that names them, for messages
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
