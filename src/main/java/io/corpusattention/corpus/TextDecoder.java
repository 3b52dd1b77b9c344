package io.corpusattention.corpus;

import io.corpusattention.attention.RejectReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

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
  public Rejection decode(InternalRow row) {
    if (row.isNullAt(TextSchema.ID)) {
      return new Rejection(RejectReason.NULL_ID, "column " + schema.id().name() + " is null");
    }
    if (row.isNullAt(TextSchema.CONTENT)) {
      return new Rejection(
          RejectReason.NULL_TEXT, "column " + schema.content().name() + " is null");
    }
    if (schema.hasTokens()) {
      return tokens(row.getArray(TextSchema.CONTENT));
    }
    byte[] bytes =
        schema.ofLines()
            ? row.getBinary(TextSchema.CONTENT)
            : row.getUTF8String(TextSchema.CONTENT).getBytes();
    text = decoded(bytes);
    return text == null ? notUtf8(bytes, "") : null;
  }

  private Rejection tokens(ArrayData array) {
    tokens = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return new Rejection(
            RejectReason.NULL_ELEMENT,
            "element " + i + " of column " + schema.content().name() + " is null");
      }
      UTF8String token = array.getUTF8String(i);
      String decoded = decoded(token.getBytes());
      if (decoded == null) {
        return notUtf8(token.getBytes(), " of element " + i);
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
