package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.HadoopPaths;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a job leaves behind: its tables, run.json and, last of all, _SUCCESS.
 *
 * <p>It is made ready in three steps: {@link #open} refuses what must not be overwritten, {@link
 * #clearUnfinished} removes what a killed run left, and {@link #replaceRun}, called when the new
 * tables are complete, removes the old run and writes the new manifest.
 */
public final class RunFolder {
  public static final String ATTENTION = "attention";
  public static final String REJECTED = "rejected";
  static final String MANIFEST = "run.json";
  static final String SUCCESS = "_SUCCESS";

  /** Where Hadoop's committer keeps the files of a run that is not committed yet. */
  private static final String PENDING = "_temporary";

  private static final List<String> RUN = List.of(SUCCESS, MANIFEST, ATTENTION, REJECTED);

  private final String location;
  private final Path path;
  private final FileSystem fileSystem;

  private final boolean isNew;

  private RunFolder(String location, Path path, FileSystem fileSystem, boolean isNew) {
    this.location = location;
    this.path = path;
    this.fileSystem = fileSystem;
    this.isNew = isNew;
  }

  /**
   * Opens a folder for a new run and changes nothing in it.
   *
   * @param inputs what the run reads; the folder may not hold any of it
   * @throws BadSettingException where the folder is in use and the mode does not allow that, or
   *     where it holds files that no run has made
   */
  public static RunFolder open(
      String location, WriteMode mode, List<String> inputs, Configuration conf) throws IOException {
    Path given = HadoopPaths.path("--output", location);
    FileSystem fileSystem = HadoopPaths.fileSystem("--output", given, conf);
    Path path = fileSystem.makeQualified(given);
    for (String input : inputs) {
      Path inputPath = HadoopPaths.path("--input", input);
      Path qualified = HadoopPaths.fileSystem("--input", inputPath, conf).makeQualified(inputPath);
      for (Path p = qualified; p != null; p = p.getParent()) {
        if (p.equals(path)) {
          throw new BadSettingException(
              "--output " + location + ": holds the input " + input + "; choose another folder");
        }
      }
    }
    // Hadoop's checksum files (.name.crc) make some readers refuse a folder; local disks only.
    fileSystem.setWriteChecksum(false);
    boolean exists = fileSystem.exists(path);
    if (exists) {
      FileStatus status = fileSystem.getFileStatus(path);
      if (!status.isDirectory()) {
        throw new BadSettingException(
            "--output " + location + ": is a file; give a folder that is new or empty");
      }
      refuseOccupied(location, mode, names(fileSystem, path));
    }
    return new RunFolder(location, path, fileSystem, !exists);
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
    strange.removeIf(name -> RUN.contains(name) || name.equals(PENDING) || isChecksum(name));
    if (!strange.isEmpty()) {
      throw new BadSettingException(
          "--output "
              + location
              + ": holds "
              + strange.iterator().next()
              + ", which is no part of a run; choose a folder that is new or empty");
    }
    if (mode == WriteMode.ERROR) {
      throw new BadSettingException(
          "--output "
              + location
              + ": is not empty, it holds "
              + (names.contains(SUCCESS) ? "a finished run" : "a run that did not finish")
              + "; use --mode overwrite to replace it, or choose another folder");
    }
  }

  private static boolean isChecksum(String name) {
    return name.startsWith(".") && name.endsWith(".crc");
  }

  /** Removes what a killed run left pending, so that it cannot be committed with the new run. */
  public void clearUnfinished() throws IOException {
    fileSystem.delete(new Path(path, PENDING), true);
  }

  /** Removes the old run, if any, and writes the manifest of the new one. */
  public void replaceRun(byte[] manifest) throws IOException {
    for (String part : RUN) { // _SUCCESS first: a folder with it is always whole
      fileSystem.delete(new Path(path, part), true);
    }
    try (OutputStream out = fileSystem.create(new Path(path, MANIFEST), true)) {
      out.write(manifest);
    }
  }

  /** After a run that failed: removes the folder where the run has made it. */
  public void removeIfNew() throws IOException {
    if (isNew && fileSystem.exists(path) && names(fileSystem, path).isEmpty()) {
      fileSystem.delete(path, false);
    }
  }

  /** The folder as the user named it. */
  public String location() {
    return location;
  }

  public Path path() {
    return path;
  }
}
