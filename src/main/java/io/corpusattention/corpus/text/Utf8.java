package io.corpusattention.corpus.text;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and finds bytes that are not UTF-8. Not thread-safe. */
final class Utf8 {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** Decodes bytes. Returns null if they are not UTF-8. */
  String decoded(byte[] bytes) {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return decoded.indexOf('\uFFFD') >= 0 && firstWrong(bytes) < bytes.length ? null : decoded;
  }

  /**
   * Returns the position of the first byte that is not UTF-8, or the number of bytes if all are.
   */
  private int firstWrong(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    decoder.reset();
    CoderResult result = decoder.decode(in, out, true);
    return result.isError() ? in.position() : bytes.length;
  }

  /** Returns whether bytes are UTF-8. */
  boolean isValid(byte[] bytes) {
    return decoded(bytes) != null;
  }

  /**
   * Returns the rejection for bytes that are not UTF-8.
   *
   * @param where where the bytes are, as the text after "byte 2"
   */
  Rejection rejection(byte[] bytes, String where) {
    int at = firstWrong(bytes);
    return new Rejection(
        RejectReason.NOT_UTF8,
        String.format("byte %d%s, 0x%02X, is not UTF-8", at, where, Byte.toUnsignedInt(bytes[at])));
  }
}
