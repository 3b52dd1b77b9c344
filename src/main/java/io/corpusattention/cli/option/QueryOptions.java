package io.corpusattention.cli.option;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.job.run.QuerySettings;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for general attention, whose queries do not come from the sentence. */
@OptionGroup.In(OptionGroup.QUERIES)
public final class QueryOptions {
  @Option(
      names = "--query",
      paramLabel = "FILE",
      description =
          "General attention: queries from a .npy file (float32, [m, d_in]), the same for"
              + " every sentence.")
  private String query;

  @Option(
      names = "--query-tokens",
      split = ",",
      paramLabel = "TOKEN",
      description = "Names of the m queries of --query, for the table.")
  private List<String> queryTokens;

  @Option(
      names = "--query-column",
      paramLabel = "NAME",
      description =
          "General attention: a column with the embeddings of each record's own queries,"
              + " such as those of a translation.")
  private String queryColumn;

  @Option(
      names = "--query-tokens-column",
      paramLabel = "NAME",
      description = "A column with the tokens of these queries, an array of strings.")
  private String queryTokensColumn;

  public QuerySettings settings() {
    return new QuerySettings(query, queryTokens, queryColumn, queryTokensColumn);
  }

  /** Returns the columns of the sentences and of these queries. */
  public CorpusColumns columns(ColumnOptions sentences, List<String> keep) {
    return sentences.columns(queryColumn, queryTokensColumn, keep, Setting.KEEP);
  }
}
