package io.corpusattention.weights.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Matrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a safetensors file of float32 tensors, in the layout of PyTorch's Linear. */
public final class SafetensorsWriter {
  /** Tensors start at a multiple of this, so that they can be mapped to memory. */
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * A tensor.
   *
   * @param shape one or two dimensions
   * @param values row-major
   */
  public record Tensor(String name, List<Integer> shape, float[] values) {
    /** Returns the transpose of a matrix [in, out]: [out, in]. */
    public static Tensor linear(String name, Matrix matrix) {
      List<Integer> shape = List.of(matrix.columns(), matrix.rows());
      return new Tensor(name, shape, matrix.transposed().values());
    }

    /** Returns a bias. */
    public static Tensor bias(String name, float[] values) {
      return new Tensor(name, List.of(values.length), values);
    }
  }

  /**
   * Writes the whole file. The stream stays open.
   *
   * @param metadata notes for readers of the file
   */
  public static void write(List<Tensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", metadata);
    long at = 0;
    for (Tensor tensor : tensors) {
      long end = at + (long) tensor.values().length * Float.BYTES;
      Map<String, Object> entry = new LinkedHashMap<>(); // in a fixed order
      entry.put("dtype", "F32");
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(at, end));
      header.put(tensor.name(), entry);
      at = end;
    }
    String json = new ObjectMapper().writeValueAsString(header);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int padding = -bytes.length & (ALIGNMENT - 1);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(bytes.length + padding).array());
    out.write(bytes);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Tensor tensor : tensors) {
      write(tensor.values(), out);
    }
  }

  private static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    int most = chunk.capacity() / Float.BYTES;
    for (int at = 0; at < values.length; at += most) {
      int count = Math.min(most, values.length - at);
      chunk.asFloatBuffer().put(values, at, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }
}
