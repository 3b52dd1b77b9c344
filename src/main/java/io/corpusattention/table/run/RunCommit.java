package io.corpusattention.table.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit of a run: replaces the previous run with the complete new one.
 *
 * <p>One step decides: the creation of {@code _running/RUN_ID/_SUCCESS}. Before it, the folder
 * holds the old run, untouched. After it, the folder holds the new run, and readers find files that
 * were not moved yet in {@code _running/RUN_ID}. The next owner of the folder completes the moves.
 */
record RunCommit(FileSystem fileSystem, Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommit.class);

  /** Holds the old run until it is removed. */
  private static final String OLD = "old";

  /** One file or folder that was moved. */
  private record Move(Path from, Path to) {}

  /** Completes the commit of a run that died during it. */
  void finishDeadRuns(String own) throws IOException {
    Optional<Path> complete = FinishedRun.complete(fileSystem, path);
    if (complete.isPresent() && !complete.get().getName().equals(own)) {
      finish(complete.get(), false);
    }
  }

  /**
   * Commits the complete run in {@code staged}.
   *
   * @throws IOException if the run cannot be put in place; the old run is then restored
   * @throws OutsideFailure if the new run is in place, but part of the old one remains
   */
  void commit(Path staged) throws IOException {
    if (!fileSystem.exists(new Path(staged, RunLayout.MANIFEST))) {
      throw new IOException(staged + " is gone; another run has cleared it");
    }
    Path decided = new Path(staged, RunLayout.SUCCESS);
    fileSystem.create(decided, true).close();
    boolean undone = false;
    try {
      finish(staged, true);
    } catch (IOException e) {
      try {
        undone = !fileSystem.exists(decided);
      } catch (IOException unknown) {
        e.addSuppressed(unknown);
      }
      if (undone) {
        throw e;
      }
      throw new OutsideFailure(
          "the new run in "
              + path
              + " is complete, but what was there before it is not all removed: "
              + RootCause.of(e)
              + "; remove that, and the next run there will do the rest",
          e);
    }
  }

  private void finish(Path staged, boolean canUndo) throws IOException {
    if (fileSystem.exists(new Path(staged, RunLayout.MANIFEST))) {
      Set<String> files = files(staged);
      if (FinishedRun.renamesAtomically(fileSystem)) {
        swap(staged, names(files), canUndo);
      } else {
        copy(staged, names(files));
        removeOthers(files);
      }
    }
    // The old run goes first, because removing it may fail.
    Leftovers leftovers = new Leftovers(fileSystem, path);
    leftovers.remove(new Path(staged, OLD));
    fileSystem.create(new Path(path, RunLayout.SUCCESS), true).close();
    leftovers.remove(new Path(staged, RunLayout.SUCCESS));
    leftovers.remove(staged);
  }

  /** Returns the files of the run that its run.json lists. */
  private Set<String> files(Path staged) throws IOException {
    Set<String> files = new HashSet<>();
    try (InputStream in = fileSystem.open(new Path(staged, RunLayout.MANIFEST))) {
      for (JsonNode file : new ObjectMapper().readTree(in).path("files")) {
        files.add(file.path("path").asText());
      }
    }
    return files;
  }

  /** Returns the top-level names in the run folder: tables and files. */
  private static Set<String> names(Set<String> files) {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(StringUtils.substringBefore(file, "/")));
    return names;
  }

  /** Moves the old run out and the new run in, one name at a time. */
  private void swap(Path staged, Set<String> names, boolean canUndo) throws IOException {
    Deque<Move> done = new ArrayDeque<>();
    Path old = new Path(staged, OLD);
    boolean swapped = false;
    try {
      fileSystem.mkdirs(old);
      Path success = new Path(path, RunLayout.SUCCESS);
      if (fileSystem.exists(success)) {
        move(success, new Path(old, RunLayout.SUCCESS), done);
      }
      for (String name : RunLayout.ALL) { // run.json is second to last, _SUCCESS is gone
        Path source = new Path(staged, name);
        Path target = new Path(path, name);
        boolean isNew = names.contains(name) && fileSystem.exists(source);
        boolean isOld = !names.contains(name) && fileSystem.exists(target);
        boolean last = name.equals(RunLayout.MANIFEST);
        if ((isNew || isOld || last) && fileSystem.exists(target)) {
          move(target, new Path(old, name), done);
        }
        if (isNew || last) {
          move(source, target, done);
        }
      }
      swapped = true;
    } finally {
      if (!swapped && canUndo) {
        undo(staged, done);
      }
    }
  }

  private void move(Path from, Path to, Deque<Move> done) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(from + " cannot be moved to " + to);
    }
    done.push(new Move(from, to));
  }

  /** Restores the old run and revokes the decision. */
  private void undo(Path staged, Deque<Move> done) {
    try {
      boolean undone = true;
      for (Move move : done) {
        undone = undone && fileSystem.rename(move.to(), move.from());
      }
      if (undone) {
        fileSystem.delete(new Path(staged, RunLayout.SUCCESS), false);
      }
    } catch (IOException e) {
      LOG.debug("The commit could not be undone", e); // so it holds, and readers find the new run
    }
  }

  /**
   * Copies the run's files next to its tables, which are in place. run.json comes last, as a whole.
   */
  private void copy(Path staged, Set<String> names) throws IOException {
    fileSystem.delete(new Path(path, RunLayout.SUCCESS), false);
    for (String name : RunLayout.FILES) {
      if (names.contains(name)) {
        copy(new Path(staged, name), new Path(path, name));
      }
    }
    copy(new Path(staged, RunLayout.MANIFEST), new Path(path, RunLayout.MANIFEST));
  }

  private void copy(Path from, Path to) throws IOException {
    FileUtil.copy(fileSystem, from, fileSystem, to, false, true, fileSystem.getConf());
  }

  /** Removes everything else. Files left over from another run would duplicate sentences. */
  private void removeOthers(Set<String> files) throws IOException {
    Leftovers leftovers = new Leftovers(fileSystem, path);
    Set<String> names = names(files);
    for (String name : RunLayout.FILES) {
      if (!names.contains(name)) {
        leftovers.remove(new Path(path, name));
      }
    }
    for (String table : RunLayout.TABLES) {
      Path folder = new Path(path, table);
      if (!names.contains(table)) {
        leftovers.remove(folder);
        continue;
      }
      for (FileStatus file : fileSystem.listStatus(folder)) {
        if (!files.contains(table + "/" + file.getPath().getName())) {
          leftovers.remove(file.getPath());
        }
      }
    }
  }
}
