package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;
import java.util.List;

/**
 * Where queries come from if not from the sentences themselves: a file or a column. Both are null
 * for self-attention.
 *
 * @param file a .npy file, [m, d_in], with the same queries for every sentence
 * @param tokens tokens of the queries in the file; null for none
 * @param column column with the embeddings of each sentence's own queries
 * @param tokensColumn column with the tokens of those queries; null for none
 */
public record QuerySettings(String file, List<String> tokens, String column, String tokensColumn) {
  /** Self-attention. */
  public static final QuerySettings SELF = new QuerySettings(null, null, null, null);

  public QuerySettings {
    if (file != null && column != null) {
      throw Setting.QUERY_COLUMN
          .of(column)
          .bad("queries come from ", Setting.QUERY, " " + file + "; give one of them");
    }
    if (tokens != null && tokens.stream().anyMatch(String::isBlank)) {
      throw Setting.QUERY_TOKENS
          .of(String.join(",", tokens))
          .bad("has an empty name; name every query");
    }
    if (tokens != null && file == null) {
      throw Setting.QUERY_TOKENS
          .of(String.join(",", tokens))
          .bad("names the queries of ", Setting.QUERY, "; give it");
    }
    if (tokensColumn != null && column == null) {
      throw Setting.QUERY_TOKENS_COLUMN
          .of(tokensColumn)
          .bad("names the queries of ", Setting.QUERY_COLUMN, "; give it");
    }
  }
}
