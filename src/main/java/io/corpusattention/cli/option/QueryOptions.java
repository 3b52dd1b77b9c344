package io.corpusattention.cli.option;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.job.run.QuerySettings;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of general attention, whose queries come from elsewhere. */
public final class QueryOptions {
  @Option(
      names = "--query",
      paramLabel = "FILE",
      description =
          "General attention: queries from a .npy file, float32 [m, d_in], the same for every"
              + " sentence.")
  private String query;

  @Option(
      names = "--query-tokens",
      split = ",",
      paramLabel = "TOKEN",
      description = "Names of these m queries, for the table.")
  private List<String> queryTokens;

  @Option(
      names = "--query-column",
      paramLabel = "NAME",
      description =
          "General attention: embeddings of queries that each record brings, such as a translation.")
  private String queryColumn;

  @Option(
      names = "--query-tokens-column",
      paramLabel = "NAME",
      description = "Tokens of these queries, array of strings.")
  private String queryTokensColumn;

  public QuerySettings settings() {
    return new QuerySettings(query, queryTokens, queryColumn, queryTokensColumn);
  }

  /** The columns of the sentences and of these queries. */
  public CorpusColumns columns(ColumnOptions sentences, List<String> keep) {
    return sentences.columns(queryColumn, queryTokensColumn, keep, Setting.KEEP);
  }
}
