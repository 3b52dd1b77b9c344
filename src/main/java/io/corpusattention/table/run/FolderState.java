package io.corpusattention.table.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.table.run.RunClaims.Claim;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The state of a folder that a run wants to use: empty, a finished or dead run, a live run, or
 * something else.
 */
record FolderState(Given given, FileSystem fileSystem, Path path) {
  /** Matches the names of table files and of checksum files that other programs may add. */
  private static final Pattern PART = Pattern.compile("part-.*\\.parquet|\\.part-.*\\.crc");

  RunClaims claims() {
    return new RunClaims(fileSystem, new Path(path, RunLayout.RUNNING));
  }

  /**
   * Refuses a folder that must not be overwritten, as far as that is known without a claim. Only
   * the file system's clock shows which runs are live, and reading it takes a write.
   *
   * @throws BadSettingException if the folder is in use
   */
  void requireFree(WriteMode mode) throws IOException {
    if (fileSystem.exists(path) && !fileSystem.getFileStatus(path).isDirectory()) {
      throw given.bad("is a file; give a folder that is new or empty");
    }
    Set<String> names = names(path);
    refuseStrangers(names);
    names.remove(RunLayout.RUNNING);
    if (mode == WriteMode.ERROR && !names.isEmpty() && claims().all().isEmpty()) {
      throw notEmpty(List.of());
    }
  }

  /**
   * Does the same check for the run that owns the folder.
   *
   * @param own the id of its claim
   * @param now the time of the file system's clock, in milliseconds
   */
  void requireFree(WriteMode mode, String own, long now) throws IOException {
    Set<String> names = names(path);
    refuseStrangers(names);
    names.remove(RunLayout.RUNNING);
    List<Claim> dead = claims().all();
    // Other live runs are about to give way.
    dead.removeIf(claim -> claim.id().equals(own) || claim.isLive(now));
    if (mode == WriteMode.ERROR && !(names.isEmpty() && dead.isEmpty())) {
      throw notEmpty(dead);
    }
  }

  /** Does the same check for a run that will not start, with this machine's clock. */
  void requireFreeNow(WriteMode mode) throws IOException {
    long now = System.currentTimeMillis();
    for (Claim claim : claims().all()) {
      if (claim.isLive(now)) {
        throw occupied(given, claim);
      }
    }
    requireFree(mode, null, now);
  }

  private BadSettingException notEmpty(List<Claim> dead) throws IOException {
    boolean resumable = fileSystem.exists(new Path(path, RunLayout.CHECKPOINTS));
    return given.bad(
        "is not empty, it holds " + held(dead) + "; use ",
        resumable ? Setting.RESUME : "",
        resumable ? " to go on from its last checkpoint, " : "",
        Setting.MODE,
        " overwrite to replace it, or choose another folder");
  }

  /** Returns the exception to throw if another run is live in the folder. */
  static BadSettingException occupied(Given given, Claim by) {
    return given.bad(
        "a job is running there, " + by.shown() + "; wait for its end, or choose another folder");
  }

  private String held(List<Claim> others) throws IOException {
    if (fileSystem.exists(new Path(path, RunLayout.SUCCESS))
        || FinishedRun.complete(fileSystem, path).isPresent()) {
      return "a finished run";
    }
    return "a run that did not finish"
        + (others.isEmpty() ? "" : ", it died; it was " + others.get(0).shown());
  }

  private void refuseStrangers(Set<String> names) throws IOException {
    for (String name : names) {
      if (!isOfRuns(name, names)) {
        throw stranger(name);
      }
    }
    for (String table : RunLayout.TABLES) {
      for (String name : names.contains(table) ? names(new Path(path, table)) : Set.<String>of()) {
        if (!PART.matcher(name).matches()) {
          throw stranger(table + "/" + name);
        }
      }
    }
  }

  private static boolean isOfRuns(String name, Set<String> names) {
    if (RunLayout.MODEL.equals(name) || RunLayout.MODEL_CONFIG.equals(name)) {
      // Otherwise the model comes from elsewhere and must not be lost.
      return names.contains(RunLayout.MANIFEST) || names.contains(RunLayout.RUNNING);
    }
    return RunLayout.ALL.contains(name)
        || name.equals(RunLayout.RUNNING)
        || name.equals(RunLayout.CHECKPOINTS)
        || Leftovers.isOfCommitter(name)
        || Stream.concat(RunLayout.FILES.stream(), Stream.of(RunLayout.SUCCESS, RunLayout.MANIFEST))
            .anyMatch(file -> name.equals("." + file + ".crc"));
  }

  private BadSettingException stranger(String name) {
    return given.bad(
        "holds " + name + ", which is no part of a run; choose a folder that is new or empty");
  }

  private Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try {
      for (FileStatus child : fileSystem.listStatus(folder)) {
        names.add(child.getPath().getName());
      }
    } catch (FileNotFoundException none) {
      return names;
    }
    return names;
  }
}
