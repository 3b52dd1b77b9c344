package io.corpusattention.corpus.row;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.unwrap_udt;
import static org.apache.spark.sql.functions.when;

import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Embedded tokens that Spark measures without sending them to the driver: their length and, if each
 * token is a separate element, the width of the first one.
 *
 * @param tokensOrdinal the position of the tokens, if there are any, in a measured row
 * @param measures the position of the length in that row; the width follows
 */
public record MeasuredTokens(TokenColumns columns, int tokensOrdinal, int measures) {
  /** Returns the number of tokens if they are separate elements, or else of values; -1 for null. */
  public static Column lengthOf(Column embeddings, EmbeddingsLayout layout) {
    Column length =
        layout.form() == EmbeddingsLayout.Form.BINARY
            ? octet_length(embeddings).divide(Float.BYTES).cast(DataTypes.IntegerType)
            : size(embeddings);
    return coalesce(length, lit(-1));
  }

  /**
   * Returns the width of the first token if tokens are separate elements, or else -1. Never
   * converts a spark.ml vector to an object, because that fails if the vector is malformed.
   */
  public static Column widthOf(Column embeddings, EmbeddingsLayout layout, DataType type) {
    Column first = get(embeddings, lit(0));
    return switch (layout.form()) {
      case FLAT, BINARY -> lit(-1);
      case NESTED -> coalesce(size(first), lit(-1));
      case VECTORS -> {
        Column vector = type.equals(MlVectors.AS_STORED) ? first : unwrap_udt(first);
        Column form = vector.getField("type");
        yield coalesce(
            when(form.equalTo(MlVectors.DENSE), size(vector.getField("values")))
                .when(form.equalTo(MlVectors.SPARSE), vector.getField("size")),
            lit(-1));
      }
    };
  }

  public int length(RawRow row) {
    return row.integer(measures);
  }

  /**
   * Returns the width of an embedding if it is known, from the number of tokens or because each
   * token is a separate element.
   */
  public OptionalInt width(RawRow row) {
    int words = words(row);
    int width =
        columns.layout().byToken()
            ? row.integer(measures + 1)
            : words > 0 && length(row) % words == 0 ? length(row) / words : 0;
    return width > 0 ? OptionalInt.of(width) : OptionalInt.empty();
  }

  /**
   * Returns the number of tokens, or 0 if they do not have this width or do not match the words.
   */
  public int tokens(RawRow row, int width) {
    int length = length(row);
    if (length < 1) {
      return 0;
    }
    int n;
    if (columns.layout().byToken()) {
      n = row.integer(measures + 1) == width ? length : 0;
    } else {
      n = length % width == 0 ? length / width : 0;
    }
    int words = words(row);
    return words < 0 || words == n ? n : 0;
  }

  /** Returns the number of words, or -1 if there are none. */
  public int words(RawRow row) {
    return columns.hasTokens() && !row.isNull(tokensOrdinal) ? row.length(tokensOrdinal) : -1;
  }

  /** Describes the row, for messages. */
  public String describe(RawRow row) {
    int words = words(row);
    return columns.layout().byToken()
        ? row.integer(measures + 1) + " values for its first token"
        : length(row) + " values" + (words > 0 ? " for " + words + " tokens" : "");
  }
}
