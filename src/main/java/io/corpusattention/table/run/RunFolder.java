package io.corpusattention.table.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.table.run.RunClaim.OccupiedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output folder of a job. One run owns it from its first step to its last.
 *
 * <p>{@link #own} refuses a folder that must not be overwritten or that a live run uses, and clears
 * the leftovers of dead runs. The run writes everything to {@link #staging}, so that the old run
 * stays intact. {@link #publish} then replaces the old run. (On file systems without atomic renames
 * of folders, the committer puts the tables in place, and run.json lists the files of the run.)
 */
public final class RunFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  /** The property that names the submission a script waits for. run.json contains it too. */
  public static final String SUBMISSION = "spark.corpusattention.submission";

  private final Path path;
  private final FileSystem fileSystem;
  private final RunClaim claim;

  /** The topmost folder that the run created; null if the run folder already existed. */
  private final Path firstNew;

  private final List<TableFile> files = new ArrayList<>();
  private boolean placed;

  private RunFolder(Path path, FileSystem fileSystem, RunClaim claim, Path firstNew) {
    this.path = path;
    this.fileSystem = fileSystem;
    this.claim = claim;
    this.firstNew = firstNew;
  }

  /**
   * Checks whether a run may use a folder. Changes nothing in the folder.
   *
   * @param inputs the files that the run reads; none may be in the folder
   * @throws BadSettingException if the folder is not empty and the mode does not allow that, if it
   *     holds files that no run wrote, or if another run is live there
   */
  public static void check(String location, WriteMode mode, List<Path> inputs, Configuration conf) {
    FolderState state = opened(location, mode, inputs, conf);
    try {
      state.requireFreeNow(mode);
    } catch (IOException e) {
      throw unusable(state.given(), "cannot be used", e);
    }
  }

  private static FolderState opened(
      String location, WriteMode mode, List<Path> inputs, Configuration conf) {
    Path given = HadoopPaths.path(Setting.OUTPUT, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.OUTPUT, given, conf);
    try {
      Path canonical = HadoopPaths.canonical(given, conf);
      for (Path input : inputs) {
        if (HadoopPaths.isWithin(HadoopPaths.canonical(input, conf), canonical)) {
          throw Setting.OUTPUT
              .of(location)
              .bad("holds the input " + input + "; choose another folder");
        }
      }
      // Hadoop's checksum files (.name.crc) on local disks make some readers refuse a folder.
      fileSystem.setWriteChecksum(false);
      FolderState state =
          new FolderState(
              Setting.OUTPUT.of(location),
              LocalFiles.orSame(fileSystem),
              fileSystem.makeQualified(given));
      state.requireFree(mode);
      return state;
    } catch (IOException e) {
      throw unusable(Setting.OUTPUT.of(location), "cannot be used", e);
    }
  }

  /**
   * Takes ownership of a folder for a run. Creates the folder if needed, and clears the leftovers
   * of dead runs.
   *
   * @throws BadSettingException for the same reasons as {@link #check}, and if the folder cannot be
   *     written
   * @throws OutsideFailure if the file system fails
   */
  public static RunFolder own(
      String location, WriteMode mode, List<Path> inputs, Configuration conf) {
    FolderState state = opened(location, mode, inputs, conf);
    Given given = Setting.OUTPUT.of(location);
    FileSystem fileSystem = state.fileSystem();
    Path path = state.path();
    RunFolder folder = null;
    Path firstNew = null;
    boolean owned = false;
    try {
      for (Path p = path; p != null && !fileSystem.exists(p); p = p.getParent()) {
        firstNew = p;
      }
      if (!fileSystem.mkdirs(path)) {
        throw new IOException("the folder cannot be created; check its permissions");
      }
      RunClaim claim = RunClaim.lay(state.claims());
      folder = new RunFolder(path, fileSystem, claim, firstNew);
      state.requireFree(mode, claim.id(), claim.now()); // a faster run may have ended since
      new RunCommit(fileSystem, path).finishDeadRuns(claim.id());
      new Leftovers(fileSystem, path).clear(claim.id());
      owned = true;
      return folder;
    } catch (OccupiedException e) {
      throw FolderState.occupied(given, e.by());
    } catch (IOException e) {
      throw unusable(given, "cannot be written", e);
    } finally {
      if (!owned) {
        giveUp(folder, fileSystem, path, firstNew);
      }
    }
  }

  private static RuntimeException unusable(Given given, String what, IOException e) {
    return OutsideFailure.or(e, () -> given.bad(what + ": " + RootCause.of(e)).causedBy(e));
  }

  /** Returns the qualified path of the folder. */
  public Path path() {
    return path;
  }

  /** Returns the folder that holds this run's output until the run is complete. */
  Path staging() {
    return new Path(new Path(path, RunLayout.RUNNING), claim.id());
  }

  /** Returns the folder where a committer puts this run's tables. */
  public Path tables() {
    return FinishedRun.renamesAtomically(fileSystem) ? staging() : path;
  }

  /**
   * Checks that this run still owns the folder.
   *
   * @throws OutsideFailure if another run took it over
   */
  public void requireOwned() throws IOException {
    claim.requireHeld();
  }

  /** Removes the checkpoints of a training run. Only warns on failure once the run is committed. */
  public void removeCheckpoints() throws IOException {
    try {
      fileSystem.delete(new Path(path, RunLayout.CHECKPOINTS), true);
    } catch (IOException e) {
      if (!placed) {
        throw e;
      }
      LOG.warn("The checkpoints in {} could not be removed: {}", path, RootCause.of(e));
    }
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file of the new run, next to its tables. */
  public void write(String name, Content content) throws IOException {
    Path file = new Path(staging(), name);
    try (OutputStream out = fileSystem.create(file, true)) {
      content.writeTo(out);
    }
    files.add(new TableFile(name, null, fileSystem.getFileStatus(file).getLen()));
  }

  /** Adds table files that a committer put in {@link #tables} to this run. */
  public void add(List<TableFile> tableFiles) {
    files.addAll(tableFiles);
  }

  /**
   * Replaces the old run, if there is one, with the new run, and marks success.
   *
   * @param manifest the content of run.json, without its list of files
   * @throws OutsideFailure if another run took over the folder
   */
  public void publish(Map<String, Object> manifest) throws IOException {
    manifest.put("run", claim.id());
    String submission = System.getProperty(SUBMISSION);
    if (submission != null) {
      manifest.put("submission", submission);
    }
    manifest.put("files", files.stream().map(TableFile::entry).toList());
    write(RunLayout.MANIFEST, out -> out.write(JsonBytes.bytes(manifest)));
    requireOwned();
    new RunCommit(fileSystem, path).commit(staging());
    placed = true;
  }

  /** Releases the folder. Removes the run's output unless it was published. */
  @Override
  public void close() throws IOException {
    try {
      if (!placed && !fileSystem.exists(new Path(staging(), RunLayout.SUCCESS))) {
        fileSystem.delete(staging(), true);
        for (TableFile file : tables().equals(path) ? files : List.<TableFile>of()) {
          fileSystem.delete(new Path(path, file.path()), false);
        }
      }
    } finally {
      giveBack();
    }
  }

  /** Releases the claim. A complete run does not fail if this cleanup fails. */
  private void giveBack() throws IOException {
    try {
      claim.close();
      removeEmpty(fileSystem, path, firstNew);
    } catch (IOException e) {
      if (!placed) {
        throw e;
      }
      LOG.warn("The claim to {} could not be taken back: {}", path, RootCause.of(e));
    }
  }

  private static void giveUp(RunFolder folder, FileSystem fileSystem, Path path, Path firstNew) {
    try {
      if (folder == null) {
        removeEmpty(fileSystem, path, firstNew);
      } else {
        folder.close();
      }
    } catch (IOException e) {
      // The original failure is already on its way up. A claim that remains expires by itself.
      return;
    }
  }

  /** Removes the folders that the run created, if they are empty. */
  private static void removeEmpty(FileSystem fileSystem, Path path, Path firstNew)
      throws IOException {
    removeIfEmpty(fileSystem, new Path(path, RunLayout.RUNNING));
    Path empty = path;
    while (firstNew != null
        && HadoopPaths.isWithin(empty, firstNew)
        && removeIfEmpty(fileSystem, empty)) {
      empty = empty.getParent();
    }
  }

  /** Removes an empty run folder. */
  public static void removeEmpty(FileSystem fileSystem, Path path) throws IOException {
    removeEmpty(fileSystem, path, path);
  }

  private static boolean removeIfEmpty(FileSystem fileSystem, Path folder) throws IOException {
    return fileSystem.exists(folder)
        && fileSystem.listStatus(folder).length == 0
        && fileSystem.delete(folder, false);
  }
}
