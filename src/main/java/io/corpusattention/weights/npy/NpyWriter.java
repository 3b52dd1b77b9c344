package io.corpusattention.weights.npy;

import io.corpusattention.attention.Matrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a matrix like NumPy: .npy version 1.0, float32, little-endian, row-major. */
public final class NpyWriter {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** NumPy starts the numbers at a multiple of this, so that they can be mapped to memory. */
  private static final int ALIGNMENT = 64;

  private NpyWriter() {}

  /** Writes the whole file. The stream stays open. */
  public static void write(Matrix matrix, OutputStream out) throws IOException {
    String description =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + matrix.rows()
            + ", "
            + matrix.columns()
            + "), }";
    int before = MAGIC.length + Short.BYTES;
    int unpadded = before + description.length() + 1; // with the line end at its end
    int start = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String header = description + " ".repeat(start - unpadded) + "\n";
    ByteBuffer head = ByteBuffer.allocate(start).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).putShort((short) header.length());
    head.put(header.getBytes(StandardCharsets.ISO_8859_1));
    out.write(head.array());
    ByteBuffer row =
        ByteBuffer.allocate(matrix.columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = matrix.values();
    for (int i = 0; i < matrix.rows(); i++) {
      row.asFloatBuffer().put(values, i * matrix.columns(), matrix.columns());
      out.write(row.array());
    }
  }
}
