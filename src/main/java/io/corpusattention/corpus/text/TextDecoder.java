package io.corpusattention.corpus.text;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.util.ArrayList;
import java.util.List;

/** Decodes the text or the tokens of a row, or says why it cannot. */
public final class TextDecoder {
  private final TextSchema schema;
  private final Utf8 utf8 = new Utf8();
  private String text;
  private List<String> tokens;

  public TextDecoder(TextSchema schema) {
    this.schema = schema;
  }

  /** Decodes a row. Returns null on success. */
  public Rejection decode(RawRow row) {
    if (row.isNull(TextSchema.ID)) {
      return new Rejection(RejectReason.NULL_ID, "column " + schema.id().name() + " is null");
    }
    if (schema.checked() && !row.isNull(schema.reason())) {
      return new Rejection(
          RejectReason.valueOf(row.string(schema.reason())), row.string(schema.reason() + 1));
    }
    if (row.isNull(TextSchema.CONTENT)) {
      return new Rejection(
          RejectReason.NULL_TEXT, "column " + schema.content().name() + " is null");
    }
    if (schema.hasTokens()) {
      return tokens(row.bytesOfStrings(TextSchema.CONTENT));
    }
    byte[] bytes = row.bytes(TextSchema.CONTENT, schema.ofLines());
    text = utf8.decoded(bytes);
    return text == null ? utf8.rejection(bytes, "") : null;
  }

  private Rejection tokens(byte[][] elements) {
    tokens = new ArrayList<>(elements.length);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] == null) {
        return new Rejection(
            RejectReason.NULL_ELEMENT,
            "element " + i + " of column " + schema.content().name() + " is null");
      }
      String decoded = utf8.decoded(elements[i]);
      if (decoded == null) {
        return utf8.rejection(elements[i], " of element " + i);
      }
      tokens.add(decoded);
    }
    return null;
  }

  /** Returns the text of the last decoded row. */
  public String text() {
    return text;
  }

  /** Returns the tokens of the last decoded row, if the input is already tokens. */
  public List<String> tokens() {
    return tokens;
  }
}
