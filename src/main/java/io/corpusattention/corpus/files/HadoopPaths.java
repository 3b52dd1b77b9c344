package io.corpusattention.corpus.files;

import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Paths that users give, as Hadoop's, with one-line errors. */
public final class HadoopPaths {
  private HadoopPaths() {}

  /** A session's settings of Hadoop. */
  public static Configuration conf(SparkSession spark) {
    return spark.sessionState().newHadoopConf();
  }

  /** Hadoop's settings, also if there is no session yet. */
  public static Configuration conf() {
    Option<SparkSession> session = SparkSession.getActiveSession();
    return session.isDefined()
        ? conf(session.get())
        : SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** Parses a path that a setting gives. */
  public static Path path(Setting setting, String value) {
    try {
      return new Path(value);
    } catch (IllegalArgumentException e) {
      if (value.contains(":")) { // a name such as "10:30.txt", which is no address
        return new Path(null, null, value);
      }
      throw setting.of(value).bad("is no path: " + e.getMessage()).causedBy(e);
    }
  }

  /** The file system of a path that a setting gives. */
  public static FileSystem fileSystem(Setting setting, Path path, Configuration conf) {
    try {
      FileSystem fileSystem = path.getFileSystem(conf);
      fileSystem.makeQualified(path); // refuses a path of another host, as file://data is
      return fileSystem;
    } catch (IOException | RuntimeException e) {
      throw setting
          .of(path)
          .bad(
              "its file system cannot be reached ("
                  + RootCause.of(e)
                  + "); check the path, and that Spark's classpath has the connector for its scheme")
          .causedBy(e);
    }
  }

  /** Opens a file. */
  public static FSDataInputStream open(FileSystem fileSystem, Path path) throws IOException {
    // Hadoop cannot name the checksums of a file that has a colon in its own name.
    return fileSystem instanceof ChecksumFileSystem local && path.getName().contains(":")
        ? local.getRawFileSystem().open(path)
        : fileSystem.open(path);
  }

  /** Whether there is a file or a folder of exactly this name, whatever characters are in it. */
  static boolean exists(Setting setting, String value, Configuration conf) {
    try {
      Path path = path(setting, value);
      return path.getFileSystem(conf).exists(path);
    } catch (IOException | RuntimeException e) { // what reads the path says so
      return false;
    }
  }

  /** A file or folder of exactly this name if there is one, or else what matches it as a glob. */
  public static List<Path> matches(Setting setting, String value, Configuration conf) {
    Path pattern = path(setting, value);
    FileSystem fileSystem = fileSystem(setting, pattern, conf);
    if (exists(setting, value, conf)) {
      return List.of(fileSystem.makeQualified(pattern));
    }
    try {
      FileStatus[] matches = fileSystem.globStatus(pattern);
      return matches == null
          ? List.of()
          : List.of(matches).stream().map(FileStatus::getPath).toList();
    } catch (IOException | RuntimeException e) {
      throw OutsideFailure.or(e, setting.of(value), "cannot be listed");
    }
  }

  /**
   * All files within a folder and the folders in it, but for those whose names, or whose folders'
   * names, begin with a dot or an underscore.
   */
  public static List<FileStatus> filesWithin(FileSystem fileSystem, Path folder)
      throws IOException {
    int depth = fileSystem.makeQualified(folder).depth();
    List<FileStatus> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(folder, true);
    while (found.hasNext()) {
      FileStatus file = found.next();
      boolean hidden = false;
      for (Path p = file.getPath(); p.depth() > depth; p = p.getParent()) {
        hidden |= p.getName().startsWith(".") || p.getName().startsWith("_");
      }
      if (!hidden) {
        files.add(file);
      }
    }
    return files;
  }

  /** One name for one file: qualified, and on a local disk without symbolic links. */
  public static Path canonical(Path path, Configuration conf) throws IOException {
    Path qualified = path.getFileSystem(conf).makeQualified(path);
    if ("file".equals(qualified.toUri().getScheme())) {
      java.nio.file.Path local = java.nio.file.Path.of(qualified.toUri().getPath());
      if (Files.exists(local)) {
        return new Path("file", null, local.toRealPath().toString());
      }
    }
    return qualified;
  }

  /** Whether a file lies in a folder or is it; both canonical. */
  public static boolean isWithin(Path file, Path folder) {
    for (Path p = file; p != null; p = p.getParent()) {
      if (p.equals(folder)) {
        return true;
      }
    }
    return false;
  }
}
