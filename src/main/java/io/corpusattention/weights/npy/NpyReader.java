package io.corpusattention.weights.npy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's .npy files of little-endian float32, format versions 1 to 3 (NEP 1). Converts
 * Fortran order, which numpy.save uses for transposed arrays, to C order.
 *
 * <p>Checks the header against the size of the file before it allocates memory for the numbers.
 */
public final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;

  // Possessive, so that no header makes matching slow.
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*+:\\s*+('[^']*+'|\"[^\"]*+\"|\\[)");
  private static final Pattern FORTRAN_ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*+:\\s*+(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*+:\\s*+\\(([0-9, ]*+)\\)");

  /** Matches the inside of a tuple of sizes. A tuple of one size has a comma. */
  private static final Pattern SIZES =
      Pattern.compile(" *+((0|[1-9][0-9]*+) *+, *+)++((0|[1-9][0-9]*+) *+)?+");

  private final Given label;
  private final InputStream in;
  private final long size;
  private long read;

  private NpyReader(Given label, InputStream in, long size) {
    this.label = label;
    this.in = in;
    this.size = size;
  }

  /**
   * Reads one file.
   *
   * @param label the setting with the file, for messages
   * @param size its size in bytes
   * @throws BadSettingException if it is not a complete float32 array, or if it holds NaN or an
   *     infinity
   */
  public static NpyArray read(Given label, InputStream in, long size) throws IOException {
    return new NpyReader(label, in, size).read();
  }

  private NpyArray read() throws IOException {
    byte[] start = bytes(MAGIC.length + 2, "its first bytes");
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw bad("is not a .npy file; write it with numpy.save");
    }
    int version = Byte.toUnsignedInt(start[MAGIC.length]);
    if (version < 1 || version > 3) {
      throw bad("has the unknown .npy format version " + version + "; versions 1 to 3 are read");
    }
    ByteBuffer lengthBytes =
        ByteBuffer.wrap(bytes(version == 1 ? 2 : 4, "the length of its header"))
            .order(ByteOrder.LITTLE_ENDIAN);
    long headerLength =
        version == 1
            ? Short.toUnsignedInt(lengthBytes.getShort())
            : Integer.toUnsignedLong(lengthBytes.getInt());
    if (headerLength > MAX_HEADER) {
      throw bad(
          "claims a header of %s bytes; at most %s are read".formatted(headerLength, MAX_HEADER));
    }
    String header =
        new String(bytes((int) headerLength, "its header"), StandardCharsets.ISO_8859_1);
    String type = field(DESCR, header).replace('"', '\'');
    if (!type.equals("'<f4'")) {
      throw bad(
          "holds "
              + (type.equals("[") ? "a structure" : "numbers of type " + FileText.shown(type))
              + ", not '<f4'; save it as float32: numpy.save(file, W.astype('<f4'))");
    }
    boolean fortran = field(FORTRAN_ORDER, header).equals("True");
    String shape = field(SHAPE, header);
    if (!SIZES.matcher(shape).matches()) {
      throw bad("has a header that cannot be read: " + FileText.shown(header));
    }
    return numbers(shape, fortran);
  }

  private String field(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw bad("has a header that cannot be read: " + FileText.shown(header));
    }
    return matcher.group(1);
  }

  private NpyArray numbers(String shapeText, boolean fortran) throws IOException {
    String[] parts =
        Arrays.stream(shapeText.split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toArray(String[]::new);
    int[] shape = new int[parts.length];
    long count = 1;
    long available = (size - read) / Float.BYTES;
    if (Arrays.asList(parts).contains("0")) {
      throw bad("is empty: its shape is (" + FileText.shown(shapeText) + ")");
    }
    for (int i = 0; i < parts.length; i++) {
      // This refuses a dimension with too many digits for a long, or a product beyond the file.
      long dimension = parts[i].length() > 18 ? Long.MAX_VALUE : Long.parseLong(parts[i]);
      if (dimension > available / count) {
        throw bad(
            ("has the shape (%s), which is more than its %s bytes of numbers; the file is "
                    + "truncated or damaged")
                .formatted(FileText.shown(shapeText), size - read));
      }
      count *= dimension;
      if (count > Integer.MAX_VALUE - 8) {
        throw bad(
            "has the shape (" + FileText.shown(shapeText) + "), more than a Java array holds");
      }
      shape[i] = (int) dimension;
    }
    if (size - read != count * Float.BYTES) {
      throw bad(
          "has the shape (%s), which takes %s bytes, but holds %s; the file is damaged"
              .formatted(FileText.shown(shapeText), count * Float.BYTES, size - read));
    }
    float[] values = new float[(int) count];
    for (int at = 0; at < values.length; ) {
      int floats = Math.min(values.length - at, CHUNK);
      FloatBuffer chunk =
          ByteBuffer.wrap(bytes(floats * Float.BYTES, "its numbers"))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      chunk.get(values, at, floats);
      at += floats;
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw bad("holds %s at index %s; every number must be finite".formatted(values[i], i));
      }
    }
    return new NpyArray(label, shape, fortran ? toRowMajor(shape, values) : values);
  }

  /** Reorders an array from first index fastest to last index fastest. */
  private static float[] toRowMajor(int[] shape, float[] columnMajor) {
    float[] rowMajor = new float[columnMajor.length];
    int[] index = new int[shape.length];
    for (int from = 0; from < columnMajor.length; from++) {
      int to = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        to = to * shape[axis] + index[axis];
      }
      rowMajor[to] = columnMajor[from];
      for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
        index[axis] = 0;
      }
    }
    return rowMajor;
  }

  private byte[] bytes(int length, String what) throws IOException {
    if (size - read < length) {
      throw bad("ends within " + what + "; the file is truncated");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ended before its " + size + " bytes were read");
    }
    read += length;
    return bytes;
  }

  private BadSettingException bad(String problem) {
    return label.bad(problem);
  }
}
