package io.corpusattention.benchmark;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The folder of a workload, with the input and output of the runs. */
record BenchmarkFolder(FileSystem fileSystem, Path path) {
  static final String CORPUS = "corpus";
  static final String WEIGHTS = "weights";
  static final String TEXT = "text.txt";

  /**
   * Says what the corpus and weights were made from. It is written last, so if it is there, they
   * are complete.
   */
  static final String MADE = "workload.json";

  static final String WARM = "attend";
  static final String COLD = "attend-cold";
  static final String PEER = "peer";

  private static final Set<String> OURS = Set.of(CORPUS, WEIGHTS, TEXT, MADE, WARM, COLD, PEER);

  /** Work on the files of a folder. */
  @FunctionalInterface
  interface Work<T> {
    T in(BenchmarkFolder folder) throws IOException;
  }

  /**
   * Creates the folder, if it does not exist, and its files.
   *
   * @param location the location of the folders of all workloads
   * @throws BadSettingException if the folder cannot be used or holds other files
   */
  static <T> T make(SparkSession spark, String location, String name, Work<T> files) {
    Path given = HadoopPaths.path(Setting.FOLDER, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.FOLDER, given, HadoopPaths.conf(spark));
    Path path = new Path(fileSystem.makeQualified(given), name);
    try {
      fileSystem.mkdirs(path);
      for (FileStatus child : fileSystem.listStatus(path)) {
        if (!OURS.contains(child.getPath().getName())) {
          throw Setting.FOLDER
              .of(location)
              .bad(
                  child.getPath()
                      + " is no part of a benchmark; name a folder that is new or empty");
        }
      }
      return files.in(new BenchmarkFolder(fileSystem, path));
    } catch (IOException e) {
      throw Setting.FOLDER
          .of(location)
          .bad("cannot be used: " + RootCause.of(e) + "; name a folder that can be written")
          .causedBy(e);
    }
  }

  Path file(String name) {
    return new Path(path, name);
  }

  /** Returns the total bytes of the Parquet files in a subfolder, or 0 if it does not exist. */
  long bytes(String name) throws IOException {
    Path folder = file(name);
    if (!fileSystem.exists(folder)) {
      return 0;
    }
    return Arrays.stream(fileSystem.listStatus(folder))
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .mapToLong(FileStatus::getLen)
        .sum();
  }
}
