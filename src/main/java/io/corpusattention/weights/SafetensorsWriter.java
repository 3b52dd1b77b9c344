package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes weights as a safetensors file that {@link WeightsReader} reads: query.weight, key.weight
 * and value.weight, each [out, in] as PyTorch keeps them, and the biases there are, all float32.
 */
public final class SafetensorsWriter {
  /** Tensors begin at a multiple of this, so that they can be mapped to memory. */
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /** Writes the whole file; the stream stays open. */
  public static void write(ProjectionWeights weights, OutputStream to) throws IOException {
    Map<String, Matrix> tensors = tensors(weights);
    BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
    byte[] header = header(tensors);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    out.write(header);
    for (Matrix tensor : tensors.values()) {
      writeTransposed(tensor, out);
    }
    out.flush();
  }

  /** The tensors under their names; a bias is a matrix of one row. */
  private static Map<String, Matrix> tensors(ProjectionWeights weights) {
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    put(tensors, "query", weights.query(), weights.queryBias());
    put(tensors, "key", weights.key(), weights.keyBias());
    put(tensors, "value", weights.value(), weights.valueBias());
    return tensors;
  }

  private static void put(Map<String, Matrix> tensors, String module, Matrix matrix, float[] bias) {
    tensors.put(module + ".weight", matrix);
    if (bias != null) {
      tensors.put(module + ".bias", new Matrix(1, bias.length, bias));
    }
  }

  private static byte[] header(Map<String, Matrix> tensors) {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    long begin = 0;
    for (Map.Entry<String, Matrix> tensor : tensors.entrySet()) {
      Matrix matrix = tensor.getValue();
      long end = begin + (long) Float.BYTES * matrix.values().length;
      boolean bias = tensor.getKey().endsWith(".bias");
      json.append(",\"").append(tensor.getKey()).append("\":{\"dtype\":\"F32\",\"shape\":[");
      json.append(matrix.columns()).append(bias ? "" : "," + matrix.rows());
      json.append("],\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
      begin = end;
    }
    json.append('}');
    while (json.length() % ALIGNMENT != 0) {
      json.append(' ');
    }
    return json.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void writeTransposed(Matrix matrix, OutputStream out) throws IOException {
    ByteBuffer row =
        ByteBuffer.allocate(Math.multiplyExact(matrix.rows(), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int column = 0; column < matrix.columns(); column++) {
      row.clear();
      for (int i = 0; i < matrix.rows(); i++) {
        row.putFloat(matrix.values()[i * matrix.columns() + column]);
      }
      out.write(row.array());
    }
  }
}
