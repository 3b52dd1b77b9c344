package io.corpusattention.job;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.corpus.HadoopPaths;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.weights.NpyMatrix;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The queries of a run.
 *
 * @param tokens of queries that are the same for every sentence; null where they have none
 */
record AttendQueries(Queries queries, List<String> tokens) implements Serializable {

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
    Matrix embeddings = read(settings.file(), conf);
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

  private static Matrix read(String file, Configuration conf) {
    String label = "--query " + file;
    Path path = HadoopPaths.path("--query", file);
    FileSystem fileSystem = HadoopPaths.fileSystem("--query", path, conf);
    try {
      FileStatus status = fileSystem.getFileStatus(path);
      if (status.isDirectory()) {
        throw new BadSettingException(
            label + ": is a folder; give one .npy file of float32, [queries, d_in]");
      }
      long size = status.getLen();
      try (InputStream in = fileSystem.open(path)) {
        return NpyMatrix.read(label, in, size, "[queries, d_in]");
      }
    } catch (FileNotFoundException e) {
      throw new BadSettingException(
          label + ": there is no such file; give a .npy file of float32, [queries, d_in]", e);
    } catch (IOException e) {
      throw new BadSettingException(label + ": cannot be read: " + RootCause.of(e), e);
    }
  }

  boolean self() {
    return queries instanceof Queries.Self;
  }

  /** How many queries a sentence of so many tokens has, which brings so many of its own. */
  int count(int tokens, int own) {
    if (queries instanceof Queries.Fixed fixed) {
      return fixed.embeddings().rows();
    }
    return self() ? tokens : own;
  }
}
