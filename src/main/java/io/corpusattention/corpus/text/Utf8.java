package io.corpusattention.corpus.text;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes to text, where they are UTF-8. Not for several threads at once. */
final class Utf8 {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** The text of some bytes; null where they are not UTF-8. */
  String decoded(byte[] bytes) {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return decoded.indexOf('\uFFFD') >= 0 && firstWrong(bytes) < bytes.length ? null : decoded;
  }

  /** Where the first byte stands that is not UTF-8; the number of bytes where all are. */
  private int firstWrong(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    decoder.reset();
    CoderResult result = decoder.decode(in, out, true);
    return result.isError() ? in.position() : bytes.length;
  }

  /**
   * What to say of bytes that are not UTF-8.
   *
   * @param where they stand, as the text after "byte 2"
   */
  Rejection rejection(byte[] bytes, String where) {
    int at = firstWrong(bytes);
    return new Rejection(
        RejectReason.NOT_UTF8,
        String.format("byte %d%s, 0x%02X, is not UTF-8", at, where, Byte.toUnsignedInt(bytes[at])));
  }
}
