package io.corpusattention.weights.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes safetensors files, including invalid ones. */
public final class Safetensors {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Map<String, byte[]> data = new LinkedHashMap<>();
  private final Map<String, String> dtypes = new LinkedHashMap<>();

  /** Returns a file with a header, valid or not, and {@code dataBytes} bytes of zeros. */
  static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
  }

  static byte[] file(byte[] header, byte[] data) {
    return file(header.length, header, data);
  }

  static byte[] file(long claimedLength, byte[] header, byte[] data) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(claimedLength).put(header).put(data).array();
  }

  /** Returns one entry of a header. */
  static String entry(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  /** Adds a tensor of random float32 numbers. */
  public Safetensors with(String name, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return with(name, values, shape);
  }

  public Safetensors with(String name, float[] values, long... shape) {
    return with(name, "F32", floats(values), shape);
  }

  public Safetensors with(String name, String dtype, byte[] bytes, long... shape) {
    shapes.put(name, shape);
    dtypes.put(name, dtype);
    data.put(name, bytes);
    return this;
  }

  /**
   * Adds a weight of [8, 8] for each module of a layer.
   *
   * @param start the beginning of the tensors' names, up to the module
   */
  public Safetensors withLayer(String start, String... modules) {
    for (String module : modules) {
      with(start + module + ".weight", 8, 8);
    }
    return this;
  }

  public byte[] bytes() {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : shapes.keySet()) {
      int begin = all.size();
      all.writeBytes(data.get(name));
      header
          .append(',')
          .append(
              entry(
                  name,
                  dtypes.get(name),
                  Arrays.toString(shapes.get(name)),
                  "[" + begin + "," + all.size() + "]"));
    }
    return file(
        header.append("}  ").toString().getBytes(StandardCharsets.UTF_8), all.toByteArray());
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }
}
