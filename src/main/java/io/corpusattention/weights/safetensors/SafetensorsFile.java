package io.corpusattention.weights.safetensors;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * One safetensors file. Reads the header when opened, and a tensor's numbers on request.
 *
 * @param dataStart the first byte after the header
 */
record SafetensorsFile(
    WeightFiles files, String file, Given label, long dataStart, Map<String, TensorEntry> tensors)
    implements TensorFile {
  /** The size of a read, a multiple of the size of every number type. */
  private static final int CHUNK_BYTES = 1 << 18;

  /**
   * Reads and checks the header of a file.
   *
   * @throws BadSettingException if it is not a complete safetensors file or cannot be read
   */
  static SafetensorsFile open(WeightFiles files, String file) {
    Given label = files.given(file);
    try (InputStream in = files.open(file)) {
      long size = files.size(file);
      Map<String, TensorEntry> tensors = SafetensorsHeader.read(label, in, size);
      // The header was checked, so the tensors cover the file to its end.
      long dataSize = tensors.values().stream().mapToLong(TensorEntry::end).max().orElse(0);
      return new SafetensorsFile(files, file, label, size - dataSize, tensors);
    } catch (IOException e) {
      throw FileText.unreadable(label, e);
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public Given label(String name) {
    return label;
  }

  @Override
  public TensorEntry entry(String name) {
    return tensors.get(name);
  }

  @Override
  public float[] values(String name) {
    TensorEntry tensor = tensors.get(name);
    if (!tensor.dtype().isRead()) {
      throw bad(
          tensor,
          "is of dtype "
              + tensor.dtype()
              + "; F32, F16 and BF16 are read: save it as tensor.to(torch.float32)");
    }
    if (tensor.count() > Integer.MAX_VALUE - 8) {
      throw bad(tensor, "has the shape " + tensor.shapeText() + ", more than a Java array holds");
    }
    float[] values = new float[(int) tensor.count()];
    try (InputStream in = files.open(file, dataStart + tensor.begin())) {
      read(in, tensor, values);
    } catch (IOException e) {
      throw label.bad(FileText.tensor(name) + " cannot be read: " + FileText.reason(e)).causedBy(e);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw bad(
            tensor, "holds " + values[i] + " at index " + i + "; every number must be finite");
      }
    }
    return values;
  }

  private static void read(InputStream in, TensorEntry tensor, float[] values) throws IOException {
    int bytesEach = tensor.dtype().bits() / Byte.SIZE;
    byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, tensor.end() - tensor.begin())];
    for (int at = 0; at < values.length; ) {
      int end = at + Math.min(values.length - at, CHUNK_BYTES / bytesEach);
      int wanted = (end - at) * bytesEach;
      if (in.readNBytes(bytes, 0, wanted) < wanted) {
        throw new EOFException("the file ended before its last byte was read");
      }
      ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, wanted).order(ByteOrder.LITTLE_ENDIAN);
      tensor.dtype().decode(chunk, values, at, end);
      at = end;
    }
  }

  private BadSettingException bad(TensorEntry tensor, String problem) {
    return label.bad(FileText.tensor(tensor.name()) + " " + problem);
  }
}
