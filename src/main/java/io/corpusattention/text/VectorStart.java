package io.corpusattention.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.text.file.FileKind;
import io.corpusattention.text.file.TextBytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Opens a vector file at the start of its first line. */
final class VectorStart {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private VectorStart() {}

  /**
   * Returns the decompressed bytes of a file without a byte order mark. The stream supports mark.
   *
   * @throws BadSettingException if it is another kind of file
   */
  static InputStream of(InputStream in, Given label) throws IOException {
    BufferedInputStream start =
        new BufferedInputStream(TextBytes.of(in, label), VectorBinary.LOOKED_AT);
    start.mark(FileKind.HEAD);
    byte[] head = start.readNBytes(FileKind.HEAD);
    start.reset();
    if (FileKind.of(head, "") == FileKind.HTML) {
      throw FileKind.HTML.refusal(label);
    }
    int mark = BYTE_ORDER_MARK.length;
    if (head.length >= mark && Arrays.equals(Arrays.copyOf(head, mark), BYTE_ORDER_MARK)) {
      start.skipNBytes(mark);
    }
    return start;
  }
}
