package io.corpusattention.corpus.row;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.math.Kernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * Decides whether embedded tokens are valid, and reads them, in any layout of their columns. The
 * tokens are those of a sentence or of its queries.
 *
 * <p>Usage: {@link #inspect} a row. If that returns no rejection, {@link #copy} from the same row.
 */
public final class EmbeddingsCheck {
  private final TokenColumns columns;
  private final int tokensOrdinal;
  private final int embeddingsOrdinal;
  private final int width;
  private final int maxTokens;
  private final Kernel kernel;
  private int tokens;

  /**
   * @param width the number of values in each token's embedding
   * @param maxTokens the most tokens; longer sequences are rejected
   */
  public EmbeddingsCheck(
      TokenColumns columns,
      int tokensOrdinal,
      int embeddingsOrdinal,
      int width,
      int maxTokens,
      Kernel kernel) {
    this.columns = columns;
    this.tokensOrdinal = tokensOrdinal;
    this.embeddingsOrdinal = embeddingsOrdinal;
    this.width = width;
    this.maxTokens = maxTokens;
    this.kernel = kernel;
  }

  /** Returns the number of tokens in the last inspected row. */
  public int tokens() {
    return tokens;
  }

  /** Checks everything except whether the numbers are finite. Returns null if the row fits. */
  public Rejection inspect(RawRow of) {
    InternalRow row = of.internal();
    String name = columns.embeddings().name();
    if (row.isNullAt(embeddingsOrdinal)) {
      return new Rejection(RejectReason.NULL_EMBEDDINGS, "column " + name + " is null");
    }
    boolean binary = columns.layout().form() == EmbeddingsLayout.Form.BINARY;
    byte[] bytes = binary ? row.getBinary(embeddingsOrdinal) : null;
    ArrayData array = binary ? null : row.getArray(embeddingsOrdinal);
    int length = binary ? bytes.length : array.numElements();
    ArrayData words =
        columns.hasTokens() && !row.isNullAt(tokensOrdinal) ? row.getArray(tokensOrdinal) : null;
    if (length == 0) {
      return new Rejection(RejectReason.EMPTY, "column " + name + " has no embeddings");
    }
    if (words != null && words.numElements() == 0) {
      return new Rejection(
          RejectReason.EMPTY, "column " + columns.tokens().name() + " has no tokens");
    }
    int nullWord = words == null ? -1 : of.firstNull(tokensOrdinal);
    if (nullWord >= 0) {
      return new Rejection(
          RejectReason.NULL_ELEMENT,
          "element " + nullWord + " of column " + columns.tokens().name() + " is null");
    }
    Rejection unfit =
        switch (columns.layout().form()) {
          case FLAT -> inspectFlat(of, array, words);
          case BINARY -> inspectBinary(bytes, words);
          case NESTED, VECTORS -> inspectByToken(array);
        };
    if (unfit != null) {
      return unfit;
    }
    if (words != null && words.numElements() != tokens) {
      return wrongLength((long) tokens * width, words);
    }
    if (tokens > maxTokens) {
      return new Rejection(
          RejectReason.TOO_LONG,
          "column "
              + name
              + " has "
              + tokens
              + " tokens; the most with these weights is "
              + maxTokens);
    }
    return null;
  }

  private Rejection inspectFlat(RawRow of, ArrayData embeddings, ArrayData words) {
    int at = of.firstNull(embeddingsOrdinal);
    if (at >= 0) {
      return new Rejection(
          RejectReason.NULL_ELEMENT,
          "element " + at + " of column " + columns.embeddings().name() + " is null");
    }
    int length = embeddings.numElements();
    if (length % width != 0) {
      return wrongLength(length, words);
    }
    tokens = length / width;
    return null;
  }

  private Rejection inspectBinary(byte[] bytes, ArrayData words) {
    if (bytes.length % Float.BYTES != 0) {
      return new Rejection(
          RejectReason.WRONG_LENGTH,
          "column "
              + columns.embeddings().name()
              + " has "
              + bytes.length
              + " bytes, not a multiple of the 4 of a float32");
    }
    int length = bytes.length / Float.BYTES;
    if (length % width != 0) {
      return wrongLength(length, words);
    }
    tokens = length / width;
    return null;
  }

  private Rejection inspectByToken(ArrayData embeddings) {
    int rows = embeddings.numElements();
    int first = -1;
    Rejection unfit = null;
    for (int i = 0; i < rows; i++) {
      if (embeddings.isNullAt(i)) {
        return new Rejection(RejectReason.NULL_ELEMENT, "the embedding of token " + i + " is null");
      }
      int values;
      if (columns.layout().form() == EmbeddingsLayout.Form.NESTED) {
        ArrayData vector = embeddings.getArray(i);
        int at = RawRow.firstNull(vector);
        if (at >= 0) {
          return new Rejection(
              RejectReason.NULL_ELEMENT,
              "value " + at + " of the embedding of token " + i + " is null");
        }
        values = vector.numElements();
      } else {
        values = MlVectors.width(embeddings.getStruct(i, MlVectors.FIELDS));
        if (values == MlVectors.INCOMPLETE) {
          return new Rejection(
              RejectReason.NULL_ELEMENT,
              "the embedding of token " + i + " is not a complete vector");
        }
        if (values == MlVectors.CONTRADICTORY) {
          return new Rejection(
              RejectReason.WRONG_LENGTH,
              "type, size, indices and values of the vector of token "
                  + i
                  + " contradict each other");
        }
      }
      if (first < 0) {
        first = values;
      } else if (values != first && unfit == null) {
        unfit =
            new Rejection(
                RejectReason.RAGGED,
                "token " + i + " has " + values + " values, token 0 has " + first);
      }
    }
    if (unfit == null && first != width) {
      unfit =
          new Rejection(
              RejectReason.WRONG_LENGTH, first + " values for each token, expected " + width);
    }
    tokens = rows;
    return unfit;
  }

  private Rejection wrongLength(long length, ArrayData words) {
    String expected =
        words == null
            ? "expected a multiple of " + width
            : "expected "
                + words.numElements()
                + " tokens · "
                + width
                + " = "
                + (long) words.numElements() * width;
    return new Rejection(
        RejectReason.WRONG_LENGTH,
        "column " + columns.embeddings().name() + " has " + length + " values, " + expected);
  }

  /**
   * Copies the numbers of the last inspected row, [tokens, width], to the array at {@code start}.
   * Returns null if all are finite.
   */
  public Rejection copy(RawRow of, float[] to, int start) {
    InternalRow row = of.internal();
    int end = start + tokens * width;
    switch (columns.layout().form()) {
      case FLAT -> copy(row.getArray(embeddingsOrdinal), to, start);
      case NESTED -> {
        ArrayData embeddings = row.getArray(embeddingsOrdinal);
        for (int i = 0; i < tokens; i++) {
          copy(embeddings.getArray(i), to, start + i * width);
        }
      }
      case VECTORS -> {
        ArrayData embeddings = row.getArray(embeddingsOrdinal);
        Arrays.fill(to, start, end, 0f); // sparse vectors omit zeros
        for (int i = 0; i < tokens; i++) {
          MlVectors.copy(embeddings.getStruct(i, MlVectors.FIELDS), to, start + i * width);
        }
      }
      case BINARY ->
          ByteBuffer.wrap(row.getBinary(embeddingsOrdinal))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(to, start, end - start);
    }
    return kernel.allFinite(to, start, end) ? null : notFinite(to, start);
  }

  private void copy(ArrayData from, float[] to, int start) {
    int count = from.numElements();
    if (columns.layout().doubles()) {
      for (int i = 0; i < count; i++) {
        to[start + i] = (float) from.getDouble(i);
      }
    } else if (from instanceof UnsafeArrayData unsafe) {
      Platform.copyMemory(
          unsafe.getBaseObject(),
          unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(count),
          to,
          Platform.FLOAT_ARRAY_OFFSET + (long) start * Float.BYTES,
          (long) count * Float.BYTES);
    } else {
      // An array for each sentence, as toFloatArray makes it, costs five times as much as this:
      // it is written to memory that no cache holds.
      for (int i = 0; i < count; i++) {
        to[start + i] = from.getFloat(i);
      }
    }
  }

  /** Reports the first number that is not finite. The array must contain one. */
  private Rejection notFinite(float[] values, int start) {
    int bad = start;
    while (Float.isFinite(values[bad])) {
      bad++;
    }
    return new Rejection(
        RejectReason.NOT_FINITE,
        "value "
            + (bad - start)
            + " of column "
            + columns.embeddings().name()
            + " is "
            + values[bad]
            + (columns.layout().doubles() ? " as a float" : ""));
  }
}
