package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Run folders of embed as inputs: the table in them stands for them. */
final class EmbedRuns {
  private static final String MANIFEST = "run.json";
  private static final String SUCCESS = "_SUCCESS";
  private static final String PENDING = "_temporary";
  private static final String SENTENCES = "sentences";

  private EmbedRuns() {}

  /**
   * The same input, with the table of sentences in place of each run folder.
   *
   * @throws BadSettingException where a run folder is of another job, or its run did not finish
   */
  static CorpusSource resolved(CorpusSource source, Configuration conf) throws IOException {
    if (!(source instanceof CorpusSource.Paths files)) {
      return source;
    }
    List<String> paths = new ArrayList<>();
    for (String path : files.paths()) {
      paths.add(resolved(path, conf));
    }
    return new CorpusSource.Paths(paths, files.format());
  }

  private static String resolved(String given, Configuration conf) throws IOException {
    Path path = HadoopPaths.path(Setting.INPUT, given);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.INPUT, path, conf);
    try {
      return resolved(given, path, fileSystem);
    } catch (IllegalArgumentException e) { // of another host; what reads the path says so
      return given;
    }
  }

  private static String resolved(String given, Path path, FileSystem fileSystem)
      throws IOException {
    boolean sentences = fileSystem.exists(new Path(path, SENTENCES));
    boolean pending = fileSystem.exists(new Path(path, PENDING));
    if (!fileSystem.exists(new Path(path, MANIFEST)) && !(sentences && pending)) {
      return given;
    }
    if (!sentences) {
      throw Setting.INPUT
          .of(given)
          .bad(
              "is the run folder of another job than embed; give the folder that jobs/embed has written, or the folder of Parquet files itself");
    }
    if (!fileSystem.exists(new Path(path, SUCCESS))) {
      throw Setting.INPUT.of(given).bad("holds a run that did not finish; run jobs/embed again");
    }
    return given.replaceAll("(?<=[^/:])/+$", "") + "/" + SENTENCES;
  }
}
