package io.corpusattention.job.attend;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.MatrixFile;
import io.corpusattention.job.run.QuerySettings;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The queries of a run.
 *
 * @param tokens of queries that are the same for every sentence; null where they have none
 */
public record AttendQueries(Queries queries, List<String> tokens) implements Serializable {

  /**
   * Reads what the settings name.
   *
   * @throws BadSettingException where the file cannot be read or its tokens do not fit
   */
  static AttendQueries open(QuerySettings settings, Configuration conf) {
    if (settings.column() != null) {
      return new AttendQueries(new Queries.PerSentence(), null);
    }
    if (settings.file() == null) {
      return new AttendQueries(new Queries.Self(), null);
    }
    Matrix embeddings = MatrixFile.read(Setting.QUERY.of(settings.file()), "[queries, d_in]", conf);
    List<String> tokens = settings.tokens();
    if (tokens != null && tokens.size() != embeddings.rows()) {
      throw new BadSettingException(
          "--query-tokens "
              + String.join(",", tokens)
              + ": names "
              + tokens.size()
              + " queries, but --query "
              + settings.file()
              + " has "
              + embeddings.rows());
    }
    return new AttendQueries(new Queries.Fixed(settings.file(), embeddings), tokens);
  }

  public boolean self() {
    return queries instanceof Queries.Self;
  }

  /** How many queries a sentence of so many tokens has, which brings so many of its own. */
  public int count(int tokens, int own) {
    if (queries instanceof Queries.Fixed fixed) {
      return fixed.embeddings().rows();
    }
    return self() ? tokens : own;
  }
}
