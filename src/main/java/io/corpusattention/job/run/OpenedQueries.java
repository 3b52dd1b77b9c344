package io.corpusattention.job.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The queries of a run, opened.
 *
 * @param tokens tokens of queries that are the same for every sentence; null if there are none
 */
public record OpenedQueries(Queries queries, List<String> tokens) {

  /**
   * Reads the queries that the settings name.
   *
   * @throws BadSettingException if the file cannot be read or the number of tokens does not match
   */
  static OpenedQueries open(QuerySettings settings, Configuration conf) {
    if (settings.column() != null) {
      return new OpenedQueries(new Queries.PerSentence(), null);
    }
    if (settings.file() == null) {
      return new OpenedQueries(new Queries.Self(), null);
    }
    Matrix embeddings = MatrixFile.read(Setting.QUERY.of(settings.file()), "[queries, d_in]", conf);
    List<String> tokens = settings.tokens();
    if (tokens != null && tokens.size() != embeddings.rows()) {
      throw Setting.QUERY_TOKENS
          .of(String.join(",", tokens))
          .bad(
              "names " + tokens.size() + " queries, but ",
              Setting.QUERY,
              " " + settings.file() + " has " + embeddings.rows());
    }
    return new OpenedQueries(new Queries.Fixed(settings.file(), embeddings), tokens);
  }
}
