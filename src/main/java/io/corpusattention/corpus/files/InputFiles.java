package io.corpusattention.corpus.files;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files that an input is read from.
 *
 * @param paths the paths of all files, each once; empty if the input is not plain files, such as a
 *     table behind JDBC
 * @param bytes the total size of all files, as stored
 */
public record InputFiles(List<Path> paths, long bytes) {
  /** How many files are checked before a job starts. */
  private static final int LOOKED_INTO = 100;

  /** Returns the files of an input to check before a job starts. Each check costs a request. */
  public static <T> List<T> lookedInto(List<T> files) {
    return files.subList(0, Math.min(LOOKED_INTO, files.size()));
  }
}
