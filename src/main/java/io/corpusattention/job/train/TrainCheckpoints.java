package io.corpusattention.job.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.learning.LearningState;
import io.corpusattention.table.run.RunFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a training. OUTPUT/checkpoints/epoch-N is a folder with weights that attend
 * can use, plus everything that the training needs to resume. Only the newest checkpoint is kept.
 * It is first written under another name, so a folder named epoch-N is complete.
 */
final class TrainCheckpoints {
  private static final String STATE = "state.bin";
  private static final String WRITING = "writing";
  private static final String EPOCH = "epoch-";

  private final RunFolder run;
  private final Path folder;
  private final FileSystem fileSystem;
  private final String settings;

  /**
   * @param decisive the settings that determine what is learned, and a fingerprint of the data; a
   *     training does not resume from a checkpoint with other ones
   */
  TrainCheckpoints(RunFolder run, Map<String, Object> decisive, Configuration conf)
      throws IOException {
    this.run = run;
    this.folder = new Path(run.path(), RunLayout.CHECKPOINTS);
    this.fileSystem = folder.getFileSystem(conf);
    this.settings = new ObjectMapper().writeValueAsString(decisive);
  }

  /** Writes the state after an epoch and removes older checkpoints. */
  void write(LearningState state, TrainedModel model) throws IOException {
    run.requireOwned();
    Path writing = new Path(folder, WRITING);
    fileSystem.delete(writing, true);
    try (OutputStream out = fileSystem.create(new Path(writing, RunLayout.MODEL), true)) {
      model.writeWeights(state.parameters(), out);
    }
    try (OutputStream out = fileSystem.create(new Path(writing, RunLayout.MODEL_CONFIG), true)) {
      model.writeConfig(out);
    }
    CRC32C sum = new CRC32C();
    try (DataOutputStream out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(fileSystem.create(new Path(writing, STATE), true)),
                sum))) {
      StateFile.write(state, settings, out);
      out.writeLong(sum.getValue());
    }
    Map<Integer, Path> older = epochs();
    Path done = new Path(folder, EPOCH + state.epoch());
    fileSystem.delete(done, true);
    if (!fileSystem.rename(writing, done)) {
      throw new IOException(writing + " cannot be renamed to " + done.getName());
    }
    for (Map.Entry<Integer, Path> old : older.entrySet()) {
      if (old.getKey() != state.epoch()) {
        fileSystem.delete(old.getValue(), true);
      }
    }
  }

  /**
   * Reads the newest state.
   *
   * @param start the state before the first epoch
   * @throws BadSettingException if there is no checkpoint, or if it was written with other settings
   */
  LearningState read(String output, LearningState start) throws IOException {
    TreeMap<Integer, Path> epochs = epochs();
    if (epochs.isEmpty()) {
      boolean finished = fileSystem.exists(new Path(folder.getParent(), RunLayout.SUCCESS));
      throw Setting.RESUME
          .given()
          .bad(
              Setting.OUTPUT.of(output),
              finished
                  ? " holds a finished training; use "
                  : " holds no checkpoint to go on from; start the training without ",
              finished ? Setting.MODE.of("overwrite") : Setting.RESUME,
              finished ? " to train again" : "");
    }
    IOException damage = null;
    for (Path epoch : epochs.descendingMap().values()) { // the newest one may be incomplete
      try {
        Path state = new Path(epoch, STATE);
        requireWhole(state);
        long bytes = fileSystem.getFileStatus(state).getLen();
        try (DataInputStream in = open(state)) {
          return StateFile.read(in, bytes, settings, start, epoch.toString());
        }
      } catch (IOException e) {
        damage = damage == null ? e : damage;
      }
    }
    throw unreadable(epochs.lastEntry().getValue(), damage);
  }

  private static RuntimeException unreadable(Path checkpoint, IOException e) {
    return OutsideFailure.or(
        e,
        () ->
            Setting.RESUME
                .given()
                .bad(
                    "the checkpoint "
                        + checkpoint
                        + " cannot be read: "
                        + RootCause.of(e)
                        + "; start the training again, without ",
                    Setting.RESUME)
                .causedBy(e));
  }

  private DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(fileSystem.open(file)));
  }

  /** Checks the checksum at the end of a file against the bytes before it. */
  private void requireWhole(Path file) throws IOException {
    long length = fileSystem.getFileStatus(file).getLen() - Long.BYTES;
    CRC32C sum = new CRC32C();
    try (DataInputStream in = new DataInputStream(new CheckedInputStream(open(file), sum))) {
      IOUtils.skipFully(in, Math.max(0, length));
      long found = sum.getValue();
      if (length < 0 || in.readLong() != found) {
        throw new IOException(file.getName() + " is damaged");
      }
    }
  }

  private TreeMap<Integer, Path> epochs() throws IOException {
    TreeMap<Integer, Path> epochs = new TreeMap<>();
    if (fileSystem.exists(folder)) {
      for (FileStatus child : fileSystem.listStatus(folder)) {
        String name = child.getPath().getName();
        if (name.matches(EPOCH + "[0-9]{1,9}")) {
          epochs.put(Integer.valueOf(name.substring(EPOCH.length())), child.getPath());
        }
      }
    }
    return epochs;
  }
}
