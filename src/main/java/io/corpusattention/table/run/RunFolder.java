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
 * The folder that a job leaves behind, owned by one run from its first step to its last.
 *
 * <p>{@link #own} refuses what must not be overwritten and where another run lives, and clears what
 * dead runs have left. All that the run writes lies in {@link #staging}, so that the old run stays
 * whole; {@link #publish} then puts the new one in its place. (Where folders cannot be renamed at
 * once, the committer puts the tables in place, and run.json tells which files are the run's.)
 */
public final class RunFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  /** The property that names the submission which a script waits for; in run.json, too. */
  public static final String SUBMISSION = "spark.corpusattention.submission";

  private final Path path;
  private final FileSystem fileSystem;
  private final RunClaim claim;

  /** The highest of the folders that the run has made; null where the run folder was there. */
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
   * Looks whether a run may have a folder, and changes nothing in it.
   *
   * @param inputs the files that the run reads; the folder may not hold any of them
   * @throws BadSettingException where the folder is in use and the mode does not allow that, where
   *     it holds files that no run has made, or where another run lives there
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
      // Hadoop's checksum files (.name.crc) make some readers refuse a folder; local disks only.
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
   * Takes a folder for a run, makes it where it is not there, and clears what dead runs have left.
   *
   * @throws BadSettingException as {@link #check} does, and where the folder cannot be written
   * @throws OutsideFailure where the file system fails
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
        throw new IOException("the folder cannot be made");
      }
      RunClaim claim = RunClaim.lay(state.claims());
      folder = new RunFolder(path, fileSystem, claim, firstNew);
      state.requireFree(mode, claim.id(), claim.now()); // a faster run may have ended meanwhile
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

  /** The folder, qualified. */
  public Path path() {
    return path;
  }

  /** Where all lies that this run writes, until it is complete. */
  Path staging() {
    return new Path(new Path(path, RunLayout.RUNNING), claim.id());
  }

  /** Where a committer puts this run's tables. */
  public Path tables() {
    return FinishedRun.renamesAtomically(fileSystem) ? staging() : path;
  }

  /**
   * Asks whether the folder is still this run's.
   *
   * @throws OutsideFailure where another run has taken it over
   */
  public void requireOwned() throws IOException {
    claim.requireHeld();
  }

  /** Removes the checkpoints of a training; after its commit it is complete in any case. */
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

  /** Writes a file of the new run, beside its tables. */
  public void write(String name, Content content) throws IOException {
    Path file = new Path(staging(), name);
    try (OutputStream out = fileSystem.create(file, true)) {
      content.writeTo(out);
    }
    files.add(new TableFile(name, null, fileSystem.getFileStatus(file).getLen()));
  }

  /** Takes files of tables that a committer has put in {@link #tables} for this run's. */
  public void add(List<TableFile> tableFiles) {
    files.addAll(tableFiles);
  }

  /**
   * Puts the new run in the place of the old one, if there is one, and marks success.
   *
   * @param manifest the content of run.json but for its list of files
   * @throws OutsideFailure where another run has taken the folder over
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

  /** Gives the folder back, and removes what the run has written unless it was published. */
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

  /** A run that is complete is not made a failure by what cannot be tidied up after it. */
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
      // Why the folder is given back is on its way already; a claim that is left dies by itself.
      return;
    }
  }

  /** Removes what the run has made and nobody has put anything in. */
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

  /** Removes a run folder that nothing is in. */
  public static void removeEmpty(FileSystem fileSystem, Path path) throws IOException {
    removeEmpty(fileSystem, path, path);
  }

  private static boolean removeIfEmpty(FileSystem fileSystem, Path folder) throws IOException {
    return fileSystem.exists(folder)
        && fileSystem.listStatus(folder).length == 0
        && fileSystem.delete(folder, false);
  }
}
