package io.corpusattention.corpus.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A finished run in a run folder, for the next job to read. Its files match its run.json.
 *
 * <p>A complete run that was interrupted during its commit is finished, too. Files that are not in
 * place yet are read from where the run left them.
 */
public final class FinishedRun {
  /** File systems that rename folders atomically. On all others, run.json decides. */
  private static final Set<String> ATOMIC = Set.of("file", "hdfs", "webhdfs", "viewfs");

  private final Given given;
  private final String job;
  private final FileSystem fileSystem;
  private final Path folder;
  private final Path staged; // null if all files are in place
  private final JsonNode manifest;

  private FinishedRun(
      Given given, String job, FileSystem fileSystem, Path folder, Path staged, JsonNode manifest) {
    this.given = given;
    this.job = job;
    this.fileSystem = fileSystem;
    this.folder = folder;
    this.staged = staged;
    this.manifest = manifest;
  }

  /**
   * Some files of a run's table.
   *
   * @param files what to read: the table's folder, or each of its files
   * @param rows the number of rows in all of them; empty if run.json does not say
   * @param manifest the content of run.json; null if the files are not from a run
   */
  public record Table(List<Path> files, OptionalLong rows, JsonNode manifest) {}

  /** Returns whether a file system renames folders atomically. */
  public static boolean renamesAtomically(FileSystem fileSystem) {
    return ATOMIC.contains(fileSystem.getUri().getScheme());
  }

  /**
   * Returns the table at a path that is a run folder, or the folder of that table in a run folder.
   *
   * @param given the setting with its value, for messages
   * @param job the job that writes these tables
   * @return the table, or empty if the path is not part of a run
   * @throws BadSettingException if the run belongs to another job, is not finished, or does not
   *     match its run.json
   */
  public static Optional<Table> table(
      Given given, String job, String table, Path path, Configuration conf) throws IOException {
    FileSystem fileSystem = path.getFileSystem(conf);
    try {
      if (!fileSystem.getFileStatus(path).isDirectory()) {
        return Optional.empty();
      }
    } catch (FileNotFoundException e) { // a glob or missing; whoever reads the path reports it
      return Optional.empty();
    }
    boolean within = path.getName().equals(table) && path.getParent() != null;
    for (Path folder : within ? List.of(path, path.getParent()) : List.of(path)) {
      if (isRun(fileSystem, folder)) {
        return Optional.of(open(given, job, folder, conf).table(table));
      }
    }
    return Optional.empty();
  }

  /** Returns whether a folder holds a finished, live, or dead run. */
  public static boolean isRun(FileSystem fileSystem, Path folder) throws IOException {
    return fileSystem.exists(new Path(folder, RunLayout.MANIFEST))
        || fileSystem.exists(new Path(folder, RunLayout.RUNNING));
  }

  /**
   * Opens a run folder.
   *
   * @throws BadSettingException if it is not a run folder, or if its run is not finished
   */
  public static FinishedRun open(Given given, String job, Path folder, Configuration conf)
      throws IOException {
    FileSystem fileSystem = folder.getFileSystem(conf);
    if (!isRun(fileSystem, folder)) {
      throw given.bad("is no run folder; give the folder that jobs/" + job + " wrote");
    }
    Path staged = complete(fileSystem, folder).orElse(null);
    if (staged == null && !fileSystem.exists(new Path(folder, RunLayout.SUCCESS))) {
      boolean resumable = fileSystem.exists(new Path(folder, RunLayout.CHECKPOINTS));
      throw given.bad(
          "holds a run that did not finish; run jobs/" + job + " again with ",
          resumable ? Setting.RESUME : Setting.MODE,
          resumable ? "" : " overwrite");
    }
    JsonNode manifest;
    try (InputStream in = open(fileSystem, folder, staged, RunLayout.MANIFEST)) {
      manifest = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw OutsideFailure.or(e, given, "its run.json cannot be read");
    }
    int format = manifest.path("format").asInt(1);
    if (format > RunLayout.FORMAT) {
      throw given.bad(
          "is a run folder of format "
              + format
              + ", and this version reads formats up to "
              + RunLayout.FORMAT
              + "; use a newer version of Corpus Attention");
    }
    return new FinishedRun(given, job, fileSystem, folder, staged, manifest);
  }

  /** Returns the folder of a run that is complete, but not yet in place. */
  public static Optional<Path> complete(FileSystem fileSystem, Path folder) throws IOException {
    Path running = new Path(folder, RunLayout.RUNNING);
    if (fileSystem.exists(running)) {
      for (FileStatus run : fileSystem.listStatus(running)) {
        if (run.isDirectory() && fileSystem.exists(new Path(run.getPath(), RunLayout.SUCCESS))) {
          return Optional.of(run.getPath());
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the content of run.json. */
  public JsonNode manifest() {
    return manifest;
  }

  /** Opens one of its files. */
  public InputStream open(String name) throws IOException {
    return open(fileSystem, folder, staged, name);
  }

  private static InputStream open(FileSystem fileSystem, Path folder, Path staged, String name)
      throws IOException {
    return fileSystem.open(new Path(place(fileSystem, folder, staged, name), name));
  }

  /** Returns the folder that contains one of its files. */
  Path place(String name) throws IOException {
    return place(fileSystem, folder, staged, name);
  }

  /** Returns the folders that contain its files. */
  List<Path> places() {
    return staged == null ? List.of(folder) : List.of(folder, staged);
  }

  private static Path place(FileSystem fileSystem, Path folder, Path staged, String name)
      throws IOException {
    return staged != null && fileSystem.exists(new Path(staged, name)) ? staged : folder;
  }

  /**
   * Returns one of its tables, after comparing its files with run.json.
   *
   * @throws BadSettingException if there is no such table, or if its files differ
   */
  public Table table(String table) throws IOException {
    Map<String, FileStatus> found = new TreeMap<>();
    for (Path parent : places()) {
      Path path = new Path(parent, table);
      if (fileSystem.exists(path)) {
        for (FileStatus file : fileSystem.listStatus(path)) {
          if (file.getPath().getName().endsWith(".parquet")) {
            found.put(file.getPath().getName(), file);
          }
        }
      }
    }
    JsonNode files = manifest.get("files");
    if (files == null) { // written by version 0.1.0
      return ofNoList(table, !found.isEmpty());
    }
    List<Path> listed = new ArrayList<>();
    long rows = 0;
    for (JsonNode file : files) {
      String path = file.path("path").asText();
      if (path.startsWith(table + "/")) {
        FileStatus there = found.remove(path.substring(table.length() + 1));
        requireSame(path, file.path("bytes").asLong(), there);
        listed.add(there.getPath());
        rows += file.path("rows").asLong();
      }
    }
    if (listed.isEmpty()) {
      throw without(table);
    }
    if (found.isEmpty() && staged == null) {
      return new Table(List.of(new Path(folder, table)), OptionalLong.of(rows), manifest);
    }
    if (!found.isEmpty() && staged == null && renamesAtomically(fileSystem)) {
      throw given.bad(
          "holds "
              + table
              + "/"
              + found.keySet().iterator().next()
              + ", which is not among the files that its run.json lists; remove what is not of this"
              + " run, or run jobs/"
              + job
              + " again");
    }
    return new Table(listed, OptionalLong.of(rows), manifest);
  }

  private Table ofNoList(String table, boolean there) {
    if (!there) {
      throw without(table);
    }
    JsonNode counts = manifest.path("counts");
    JsonNode rows = counts.path(table.equals(RunLayout.ATTENTION) ? "rows" : "written");
    return new Table(
        List.of(new Path(folder, table)),
        rows.isIntegralNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty(),
        manifest);
  }

  private void requireSame(String path, long bytes, FileStatus there) {
    if (there == null || there.getLen() != bytes) {
      throw given.bad(
          (there == null ? "lacks " : "holds another ")
              + path
              + (there == null
                  ? ", which its run.json lists"
                  : ", of "
                      + there.getLen()
                      + " bytes, than the one that its run.json lists, of "
                      + bytes)
              + "; run jobs/"
              + job
              + " again");
    }
  }

  private BadSettingException without(String table) {
    return given.bad(
        manifest.path("job").asText().equals(job)
            ? "has no table " + table + "; run jobs/" + job + " again with settings that write one"
            : "is the run folder of another job than "
                + job
                + "; give the folder that jobs/"
                + job
                + " wrote");
  }

  /**
   * Compares the number of rows that were found with the number in run.json.
   *
   * @param expected the number in run.json; empty if unknown
   * @throws BadSettingException if the numbers differ
   */
  public static void requireRows(Given given, OptionalLong expected, OptionalLong found) {
    if (expected.isPresent() && found.isPresent() && !expected.equals(found)) {
      throw given.bad(
          "has "
              + found.getAsLong()
              + " rows, but its run.json says "
              + expected.getAsLong()
              + "; run the job that wrote it again");
    }
  }
}
