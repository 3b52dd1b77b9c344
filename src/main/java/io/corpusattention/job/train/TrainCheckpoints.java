package io.corpusattention.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.LearningState;
import io.corpusattention.table.run.RunFolder;
import io.corpusattention.training.Baseline;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
 * The checkpoints of a training: OUTPUT/checkpoints/epoch-N, a folder of weights that attend takes,
 * and beside them all that the training needs to go on. Only the newest is kept; it is written
 * under another name first, so that one with its name is whole.
 */
final class TrainCheckpoints {
  private static final String STATE = "state.bin";
  private static final String WRITING = "writing";
  private static final String EPOCH = "epoch-";
  private static final int FORMAT = 2;

  private final RunFolder run;
  private final Path folder;
  private final FileSystem fileSystem;
  private final String settings;

  /**
   * @param decisive the settings that decide what is learnt, and what the data are: a checkpoint of
   *     others is not gone on from
   */
  TrainCheckpoints(RunFolder run, Map<String, Object> decisive, Configuration conf)
      throws IOException {
    this.run = run;
    this.folder = new Path(run.path(), RunLayout.CHECKPOINTS);
    this.fileSystem = folder.getFileSystem(conf);
    this.settings = new ObjectMapper().writeValueAsString(decisive);
  }

  /** Writes the state after an epoch, and removes those before it. */
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
      write(state, out);
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
   * The newest state.
   *
   * @throws BadSettingException where there is none, or one of other settings
   */
  LearningState read(String output) throws IOException {
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
    for (Path epoch : epochs.descendingMap().values()) { // the newest may have been cut short
      try {
        Path state = new Path(epoch, STATE);
        requireWhole(state);
        long bytes = fileSystem.getFileStatus(state).getLen();
        try (DataInputStream in = open(state)) {
          return read(in, bytes, epoch);
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

  /** Compares the sum at the end of a file with that of what is before it. */
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

  private void write(LearningState state, DataOutputStream out) throws IOException {
    out.writeInt(FORMAT);
    byte[] text = settings.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    out.writeInt(state.epoch());
    out.writeLong(state.steps());
    write(state.parameters(), out);
    out.writeInt(state.optimizer().length);
    for (double value : state.optimizer()) {
      out.writeDouble(value);
    }
    out.writeDouble(state.baseline().value());
    out.writeLong(state.baseline().steps());
    out.writeInt(state.bestEpoch());
    write(state.best(), out);
    out.writeInt(state.curve().size());
    for (EpochFigures figures : state.curve()) {
      out.writeInt(figures.epoch());
      out.writeLong(figures.steps());
      out.writeDouble(figures.learningRate());
      out.writeDouble(figures.loss());
      out.writeDouble(figures.accuracy());
      write(figures.heldOutLoss(), out);
      write(figures.heldOutAccuracy(), out);
      out.writeDouble(figures.seconds());
      out.writeDouble(figures.tokensPerSecond());
    }
  }

  /** How many of something follow; each takes a byte or more. */
  private static int count(DataInputStream in, long bytes) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > bytes) {
      throw new IOException("it says that " + count + " values follow, in " + bytes + " bytes");
    }
    return count;
  }

  private LearningState read(DataInputStream in, long bytes, Path checkpoint) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("it is of format " + format + ", not " + FORMAT);
    }
    String before = new String(in.readNBytes(count(in, bytes)), StandardCharsets.UTF_8);
    if (!before.equals(settings)) {
      throw Setting.RESUME
          .given()
          .bad(
              "the checkpoint "
                  + checkpoint
                  + " is of a training with other settings or data: "
                  + differences(before));
    }
    int epoch = in.readInt();
    long steps = in.readLong();
    float[] parameters = readFloats(in, bytes);
    double[] optimizer = new double[count(in, bytes)];
    for (int i = 0; i < optimizer.length; i++) {
      optimizer[i] = in.readDouble();
    }
    Baseline baseline = new Baseline(in.readDouble(), in.readLong());
    int bestEpoch = in.readInt();
    float[] best = readFloats(in, bytes);
    int count = count(in, bytes);
    List<EpochFigures> curve = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      curve.add(
          new EpochFigures(
              in.readInt(),
              in.readLong(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              readDouble(in),
              readDouble(in),
              in.readDouble(),
              in.readDouble()));
    }
    return new LearningState(epoch, steps, parameters, optimizer, baseline, bestEpoch, best, curve);
  }

  /** What differs, as the training before had it. */
  private String differences(String before) throws IOException {
    JsonNode old = new ObjectMapper().readTree(before);
    JsonNode now = new ObjectMapper().readTree(settings);
    List<String> differences = new ArrayList<>();
    old.properties()
        .forEach(
            field -> {
              JsonNode other = now.get(field.getKey());
              if (!field.getValue().equals(other)) {
                differences.add(field.getKey() + " was " + field.getValue() + ", not " + other);
              }
            });
    return differences.isEmpty()
        ? "it had " + before
        : String.join("; ", differences) + "; give those again";
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(DataInputStream in, long bytes) throws IOException {
    float[] values = new float[count(in, bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static void write(Double value, DataOutputStream out) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  private static Double readDouble(DataInputStream in) throws IOException {
    return in.readBoolean() ? Double.valueOf(in.readDouble()) : null;
  }
}
