package io.corpusattention.corpus.files;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files that an input is read from.
 *
 * @param paths of all files, each once; empty where the input is not of plain files, as a table
 *     behind JDBC is not
 * @param bytes of all files together, as they are stored
 */
public record InputFiles(List<Path> paths, long bytes) {
  /** So many files are looked into before any is read. */
  private static final int LOOKED_INTO = 100;

  /** Those files of an input that are looked into before a job begins: each costs a request. */
  public static <T> List<T> lookedInto(List<T> files) {
    return files.subList(0, Math.min(LOOKED_INTO, files.size()));
  }
}
