package io.corpusattention.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.text.file.FileKind;
import io.corpusattention.text.file.TextBytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Opens a file of vectors where its first line begins. */
final class VectorStart {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private VectorStart() {}

  /**
   * The bytes of a file, decompressed and without a byte order mark; they can be marked.
   *
   * @throws BadSettingException where it is a file of another kind
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
