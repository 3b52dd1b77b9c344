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

/** Converts paths that users give to Hadoop paths, with one-line errors. */
public final class HadoopPaths {
  private HadoopPaths() {}

  /** Returns the Hadoop settings of a session. */
  public static Configuration conf(SparkSession spark) {
    return spark.sessionState().newHadoopConf();
  }

  /** Returns the Hadoop settings of the active session or, without one, those of this JVM. */
  public static Configuration conf() {
    Option<SparkSession> session = SparkSession.getActiveSession();
    return session.isDefined()
        ? conf(session.get())
        : SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** Parses a path from a setting. */
  public static Path path(Setting setting, String value) {
    try {
      return new Path(value);
    } catch (IllegalArgumentException e) {
      if (value.contains(":")) { // a name such as "10:30.txt", which is not a URI
        return new Path(null, null, value);
      }
      throw setting.of(value).bad("is not a path: " + e.getMessage()).causedBy(e);
    }
  }

  /** Returns the file system of a path from a setting. */
  public static FileSystem fileSystem(Setting setting, Path path, Configuration conf) {
    try {
      FileSystem fileSystem = path.getFileSystem(conf);
      fileSystem.makeQualified(path); // refuses another host's path, such as file://data
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

  /** Opens a file, even if its name contains a colon. */
  public static FSDataInputStream open(FileSystem fileSystem, Path path) throws IOException {
    // Hadoop cannot name the checksum file of a file whose name contains a colon.
    return fileSystem instanceof ChecksumFileSystem local && path.getName().contains(":")
        ? local.getRawFileSystem().open(path)
        : fileSystem.open(path);
  }

  /**
   * Returns whether a file or folder with exactly this name exists, even with special characters.
   */
  static boolean exists(Setting setting, String value, Configuration conf) {
    try {
      Path path = path(setting, value);
      return path.getFileSystem(conf).exists(path);
    } catch (IOException | RuntimeException e) { // the code that reads the path reports it
      return false;
    }
  }

  /**
   * Returns the file or folder with exactly this name, or else the matches of the name as a glob.
   */
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
   * Returns all files in a folder and its subfolders, except files and subfolders whose names begin
   * with a dot or an underscore.
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

  /**
   * Returns the one canonical path of a file: qualified, and without symbolic links on a local
   * disk.
   */
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

  /** Returns whether a file is a folder or is inside it. Both paths must be canonical. */
  public static boolean isWithin(Path file, Path folder) {
    for (Path p = file; p != null; p = p.getParent()) {
      if (p.equals(folder)) {
        return true;
      }
    }
    return false;
  }
}
