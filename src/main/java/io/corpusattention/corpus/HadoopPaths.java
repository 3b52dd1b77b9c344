package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Paths that users give, as Hadoop's, with one-line errors. */
public final class HadoopPaths {
  private HadoopPaths() {}

  /** Parses a path that an option gives. */
  public static Path path(String option, String value) {
    try {
      return new Path(value);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(option + " " + value + ": is not a path: " + e.getMessage(), e);
    }
  }

  /** The file system of a path that an option gives. */
  public static FileSystem fileSystem(String option, Path path, Configuration conf)
      throws IOException {
    try {
      return path.getFileSystem(conf);
    } catch (UnsupportedFileSystemException e) {
      throw new BadSettingException(
          option
              + " "
              + path
              + ": Hadoop knows no file system for this scheme; add its connector to"
              + " Spark's classpath",
          e);
    }
  }
}
