package io.corpusattention.corpus.text;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the text or the tokens out of a row, or says why it cannot. */
public final class TextDecoder {
  private final TextSchema schema;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private String text;
  private List<String> tokens;

  public TextDecoder(TextSchema schema) {
    this.schema = schema;
  }

  /** Decodes a row; null where that went well. */
  public Rejection decode(RawRow row) {
    if (row.isNull(TextSchema.ID)) {
      return new Rejection(RejectReason.NULL_ID, "column " + schema.id().name() + " is null");
    }
    if (row.isNull(TextSchema.CONTENT)) {
      return new Rejection(
          RejectReason.NULL_TEXT, "column " + schema.content().name() + " is null");
    }
    if (schema.hasTokens()) {
      return tokens(row.bytesOfStrings(TextSchema.CONTENT));
    }
    byte[] bytes = row.bytes(TextSchema.CONTENT, schema.ofLines());
    text = decoded(bytes);
    return text == null ? notUtf8(bytes, "") : null;
  }

  private Rejection tokens(byte[][] elements) {
    tokens = new ArrayList<>(elements.length);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] == null) {
        return new Rejection(
            RejectReason.NULL_ELEMENT,
            "element " + i + " of column " + schema.content().name() + " is null");
      }
      String decoded = decoded(elements[i]);
      if (decoded == null) {
        return notUtf8(elements[i], " of element " + i);
      }
      tokens.add(decoded);
    }
    return null;
  }

  /** The text of some bytes; null where they are not UTF-8. */
  private String decoded(byte[] bytes) {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return decoded.indexOf('\uFFFD') >= 0 && firstWrong(bytes) < bytes.length ? null : decoded;
  }

  /** Where the first byte stands that is not UTF-8; the number of bytes where all are. */
  private int firstWrong(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    utf8.reset();
    CoderResult result = utf8.decode(in, out, true);
    return result.isError() ? in.position() : bytes.length;
  }

  private Rejection notUtf8(byte[] bytes, String where) {
    int at = firstWrong(bytes);
    return new Rejection(
        RejectReason.NOT_UTF8,
        String.format("byte %d%s, 0x%02X, is not UTF-8", at, where, Byte.toUnsignedInt(bytes[at])));
  }

  /** The text of the row that was decoded last. */
  public String text() {
    return text;
  }

  /** Its tokens, where it is cut into tokens already. */
  public List<String> tokens() {
    return tokens;
  }
}
