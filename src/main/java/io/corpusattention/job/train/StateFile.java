package io.corpusattention.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.LearningState;
import io.corpusattention.training.Baseline;
import io.corpusattention.weights.files.FileText;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the state of a checkpoint: all bytes of the state file except the checksum. */
final class StateFile {
  private static final int FORMAT = 2;

  private StateFile() {}

  /**
   * Writes a state.
   *
   * @param settings the settings that determine what is learned, as JSON
   */
  static void write(LearningState state, String settings, DataOutputStream out) throws IOException {
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

  /**
   * Reads a state. Checks the lengths in the file against the training that resumes.
   *
   * @param bytes length of the file in bytes
   * @param settings the settings of the training that resumes
   * @param start the state of that training before the first epoch
   * @param checkpoint name of the checkpoint, for messages
   * @throws IOException if the file is damaged
   * @throws BadSettingException if the checkpoint was written with other settings
   */
  static LearningState read(
      DataInputStream in, long bytes, String settings, LearningState start, String checkpoint)
      throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("it is of format " + format + ", not " + FORMAT);
    }
    int length = in.readInt();
    if (length < 0 || length > bytes) {
      throw new IOException("it says that " + length + " bytes follow, of " + bytes);
    }
    String before = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!before.equals(settings)) {
      throw Setting.RESUME
          .given()
          .bad(
              "the checkpoint "
                  + checkpoint
                  + " is of a training with other settings or data: "
                  + differences(before, settings));
    }
    int epoch = in.readInt();
    long steps = in.readLong();
    float[] parameters = readFloats(in, start.parameters().length);
    double[] optimizer = new double[count(in, start.optimizer().length)];
    for (int i = 0; i < optimizer.length; i++) {
      optimizer[i] = in.readDouble();
    }
    Baseline baseline = new Baseline(in.readDouble(), in.readLong());
    int bestEpoch = in.readInt();
    float[] best = readFloats(in, start.best().length);
    int count = count(in, epoch);
    if (bestEpoch < 1 || bestEpoch > epoch) {
      throw new IOException("it says that epoch " + bestEpoch + " of " + epoch + " was the best");
    }
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

  /** Reads the number of values that follow. Throws an exception unless it is the expected one. */
  private static int count(DataInputStream in, int expected) throws IOException {
    int count = in.readInt();
    if (count != expected) {
      throw new IOException(
          "it says that " + count + " numbers follow, where there should be " + expected);
    }
    return count;
  }

  /** Describes which settings differ, with their values in the earlier training. */
  private static String differences(String before, String settings) throws IOException {
    JsonNode old = new ObjectMapper().readTree(before);
    JsonNode now = new ObjectMapper().readTree(settings);
    List<String> differences = new ArrayList<>();
    old.properties()
        .forEach(
            field -> {
              JsonNode other = now.get(field.getKey());
              if (!field.getValue().equals(other)) {
                differences.add(
                    FileText.shown(field.getKey())
                        + " was "
                        + FileText.shown(field.getValue().toString())
                        + ", not "
                        + other);
              }
            });
    return differences.isEmpty()
        ? "it had " + FileText.shown(before)
        : String.join("; ", differences) + "; give those again";
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(DataInputStream in, int expected) throws IOException {
    float[] values = new float[count(in, expected)];
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
