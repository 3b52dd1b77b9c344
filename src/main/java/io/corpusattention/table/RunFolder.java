package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a job leaves behind: its tables, run.json and, last of all, _SUCCESS.
 *
 * <p>It is made ready in three steps: {@link #open} refuses what must not be overwritten, {@link
 * #clearUnfinished} removes what a killed run left, and {@link #replaceRun}, called when the new
 * tables are complete, removes the old run and writes the new manifest. {@link TableCommit#commit}
 * then puts the tables in place and marks success.
 */
public final class RunFolder {
  public static final String ATTENTION = "attention";
  public static final String REJECTED = "rejected";
  public static final String SENTENCES = "sentences";
  public static final String STATISTICS = "statistics";
  public static final String HEADS = "heads";
  public static final String DIVERGENCES = "divergences";
  public static final String WORDS = "words";
  public static final String LINKS = "links";
  public static final String SUMMARIES = "summaries";
  public static final String KEYWORDS = "keywords";
  public static final String DOCUMENTS = "documents";
  public static final String CURVE = "curve";

  /** The tables of all jobs; a folder is overwritten whichever of them made it. */
  private static final List<String> TABLES =
      List.of(
          ATTENTION,
          REJECTED,
          SENTENCES,
          STATISTICS,
          HEADS,
          DIVERGENCES,
          WORDS,
          LINKS,
          SUMMARIES,
          KEYWORDS,
          DOCUMENTS,
          CURVE);

  public static final String MANIFEST = "run.json";
  public static final String SUCCESS = "_SUCCESS";

  /** Word vectors that a run has learned. */
  public static final String VECTORS = "word2vec.txt";

  /** What an analysis has found, for the report. */
  public static final String ANALYSIS = "analysis.json";

  /** Weights that a run has trained, and what they are. */
  public static final String MODEL = "model.safetensors";

  public static final String MODEL_CONFIG = "config.json";

  /** What a training that has not finished goes on from. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The files that a run writes beside its tables, but for _SUCCESS. */
  private static final List<String> FILES =
      List.of(MANIFEST, VECTORS, ANALYSIS, MODEL, MODEL_CONFIG);

  /** Where Hadoop's committer keeps the files of a run that is not committed yet. */
  private static final String PENDING = "_temporary";

  /** Names of a table's files, and of the checksums that other programs may add. */
  private static final Pattern PART = Pattern.compile("part-.*\\.parquet|\\.part-.*\\.crc");

  private static final List<String> RUN =
      Stream.of(List.of(SUCCESS), FILES, TABLES).flatMap(List::stream).toList();

  private final Path path;
  private final FileSystem fileSystem;

  /** The highest of the folders that the run makes; null where the run folder was there. */
  private final Path firstNew;

  private RunFolder(Path path, FileSystem fileSystem, Path firstNew) {
    this.path = path;
    this.fileSystem = fileSystem;
    this.firstNew = firstNew;
  }

  /**
   * Opens a folder for a new run and changes nothing in it.
   *
   * @param inputs the files that the run reads; the folder may not hold any of them
   * @throws BadSettingException where the folder is in use and the mode does not allow that, or
   *     where it holds files that no run has made
   */
  public static RunFolder open(
      String location, WriteMode mode, List<Path> inputs, Configuration conf) {
    Path given = HadoopPaths.path(Setting.OUTPUT, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.OUTPUT, given, conf);
    try {
      Path path = fileSystem.makeQualified(given);
      Path canonical = HadoopPaths.canonical(given, conf);
      for (Path input : inputs) {
        if (HadoopPaths.isWithin(HadoopPaths.canonical(input, conf), canonical)) {
          throw Setting.OUTPUT
              .of(location)
              .bad("holds the input " + input + "; choose another folder");
        }
      }
      // Hadoop's checksum files (.name.crc) make some readers refuse a folder; local disks only.
      fileSystem.setWriteChecksum(false);
      if (fileSystem.exists(path)) {
        if (!fileSystem.getFileStatus(path).isDirectory()) {
          throw Setting.OUTPUT.of(location).bad("is a file; give a folder that is new or empty");
        }
        refuseOccupied(location, mode, names(fileSystem, path));
        refuseStrangers(location, fileSystem, path);
      }
      Path firstNew = null;
      for (Path p = path; p != null && !fileSystem.exists(p); p = p.getParent()) {
        firstNew = p;
      }
      return new RunFolder(path, fileSystem, firstNew);
    } catch (IOException e) {
      throw Setting.OUTPUT.of(location).bad("cannot be used: " + RootCause.of(e)).causedBy(e);
    }
  }

  /** The tables' folders may hold nothing but what a run writes there. */
  private static void refuseStrangers(String location, FileSystem fileSystem, Path path)
      throws IOException {
    for (String table : TABLES) {
      Path folder = new Path(path, table);
      if (fileSystem.exists(folder)) {
        for (String name : names(fileSystem, folder)) {
          if (!PART.matcher(name).matches()) {
            throw Setting.OUTPUT
                .of(location)
                .bad(
                    "holds "
                        + table
                        + "/"
                        + name
                        + ", which is no part of a run; choose a folder that is new or empty");
          }
        }
      }
    }
  }

  private static Set<String> names(FileSystem fileSystem, Path path) throws IOException {
    Set<String> names = new TreeSet<>();
    for (FileStatus child : fileSystem.listStatus(path)) {
      names.add(child.getPath().getName());
    }
    return names;
  }

  private static void refuseOccupied(String location, WriteMode mode, Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Set<String> strange = new TreeSet<>(names);
    strange.removeIf(
        name ->
            RUN.contains(name)
                || name.equals(PENDING)
                || name.equals(CHECKPOINTS)
                || isChecksum(name));
    if (!names.contains(MANIFEST)) { // a model of other making, which is not to be lost
      names.stream().filter(List.of(MODEL, MODEL_CONFIG)::contains).forEach(strange::add);
    }
    if (!strange.isEmpty()) {
      throw Setting.OUTPUT
          .of(location)
          .bad(
              "holds "
                  + strange.iterator().next()
                  + ", which is no part of a run; choose a folder that is new or empty");
    }
    if (mode == WriteMode.ERROR) {
      throw Setting.OUTPUT
          .of(location)
          .bad(
              "is not empty, it holds "
                  + (names.contains(SUCCESS) ? "a finished run" : "a run that did not finish")
                  + "; use ",
              Setting.MODE,
              " overwrite to replace it, or choose another folder");
    }
  }

  private static boolean isChecksum(String name) {
    return Stream.concat(Stream.of(SUCCESS), FILES.stream())
        .anyMatch(file -> name.equals("." + file + ".crc"));
  }

  /**
   * Makes the folder.
   *
   * @throws IOException where that is not possible
   */
  public void make() throws IOException {
    if (!fileSystem.mkdirs(path)) {
      throw new IOException("the folder cannot be made");
    }
  }

  /** Removes what a killed run left pending, so that it cannot be committed with the new run. */
  public void clearUnfinished() throws IOException {
    fileSystem.delete(new Path(path, PENDING), true);
  }

  /** Removes the checkpoints of a training. */
  public void removeCheckpoints() throws IOException {
    fileSystem.delete(new Path(path, CHECKPOINTS), true);
  }

  /** Removes the old run, if any, but not checkpoints, and writes the manifest of the new one. */
  public void replaceRun(Map<String, Object> manifest) throws IOException {
    byte[] content = JsonBytes.bytes(manifest); // before anything is removed
    for (String part : RUN) { // _SUCCESS first: a folder with it is always whole
      fileSystem.delete(new Path(path, part), true);
    }
    try (OutputStream out = fileSystem.create(new Path(path, MANIFEST), true)) {
      out.write(content);
    }
  }

  /** Opens a file of the new run, after {@link #replaceRun}. */
  public OutputStream create(String name) throws IOException {
    return fileSystem.create(new Path(path, name), true);
  }

  /** After a run that failed: removes the folders that the run has made. */
  public void removeIfNew() throws IOException {
    if (firstNew == null) {
      return;
    }
    for (Path p = path; HadoopPaths.isWithin(p, firstNew); p = p.getParent()) {
      if (fileSystem.exists(p)) {
        if (!names(fileSystem, p).isEmpty()) {
          return;
        }
        fileSystem.delete(p, false);
      }
    }
  }

  /** The folder, qualified. */
  public Path path() {
    return path;
  }
}
