package io.corpusattention.corpus;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.math.Kernel;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.bitset.BitSetMethods;

/**
 * Turns a row of the corpus into a sentence of a batch, or says why it is none.
 *
 * <p>Use: {@link #inspect} a row; where that gives no rejection, {@link #append} the same row.
 */
public final class SentenceDecoder {
  private static final int ID = 0;
  private static final int TOKENS = 1;

  private final CorpusSchema schema;
  private final int modelWidth;
  private final int maxTokens;
  private final Kernel kernel;
  private int tokens;

  /**
   * @param modelWidth d_model
   * @param maxTokens longer sentences are rejected
   */
  public SentenceDecoder(CorpusSchema schema, int modelWidth, int maxTokens, Kernel kernel) {
    this.schema = schema;
    this.modelWidth = modelWidth;
    this.maxTokens = maxTokens;
    this.kernel = kernel;
  }

  /** Looks at everything but the numbers; null where they fit. */
  public Rejection inspect(InternalRow row) {
    if (row.isNullAt(ID)) {
      return new Rejection(RejectReason.NULL_ID, "column " + schema.id().name() + " is null");
    }
    if (row.isNullAt(schema.embeddingsOrdinal())) {
      return new Rejection(
          RejectReason.NULL_EMBEDDINGS, "column " + schema.embeddings().name() + " is null");
    }
    ArrayData embeddings = row.getArray(schema.embeddingsOrdinal());
    ArrayData words = schema.hasTokens() && !row.isNullAt(TOKENS) ? row.getArray(TOKENS) : null;
    if (embeddings.numElements() == 0 || (words != null && words.numElements() == 0)) {
      return new Rejection(
          RejectReason.EMPTY,
          "the sentence has no " + (embeddings.numElements() == 0 ? "embeddings" : "tokens"));
    }
    int nullWord = words == null ? -1 : firstNull(words);
    if (nullWord >= 0) {
      return new Rejection(RejectReason.NULL_ELEMENT, "token " + nullWord + " is null");
    }
    Rejection unfit =
        schema.layout().nested() ? inspectNested(embeddings) : inspectFlat(embeddings, words);
    if (unfit != null) {
      return unfit;
    }
    if (words != null && words.numElements() != tokens) {
      return wrongLength((long) tokens * modelWidth, words);
    }
    if (tokens > maxTokens) {
      return new Rejection(
          RejectReason.TOO_LONG,
          tokens + " tokens; with these weights a sentence may have " + maxTokens);
    }
    return null;
  }

  private Rejection inspectFlat(ArrayData embeddings, ArrayData words) {
    int at = firstNull(embeddings);
    if (at >= 0) {
      return new Rejection(RejectReason.NULL_ELEMENT, "value " + at + " of the embeddings is null");
    }
    int length = embeddings.numElements();
    if (length % modelWidth != 0) {
      return wrongLength(length, words);
    }
    tokens = length / modelWidth;
    return null;
  }

  private Rejection inspectNested(ArrayData embeddings) {
    int rows = embeddings.numElements();
    int width = -1;
    Rejection unfit = null;
    for (int i = 0; i < rows; i++) {
      if (embeddings.isNullAt(i)) {
        return new Rejection(RejectReason.NULL_ELEMENT, "the embedding of token " + i + " is null");
      }
      ArrayData vector = embeddings.getArray(i);
      int at = firstNull(vector);
      if (at >= 0) {
        return new Rejection(
            RejectReason.NULL_ELEMENT,
            "value " + at + " of the embedding of token " + i + " is null");
      }
      if (width < 0) {
        width = vector.numElements();
      } else if (vector.numElements() != width && unfit == null) {
        unfit =
            new Rejection(
                RejectReason.RAGGED,
                "token " + i + " has " + vector.numElements() + " values, token 0 has " + width);
      }
    }
    if (unfit == null && width != modelWidth) {
      unfit =
          new Rejection(
              RejectReason.WRONG_LENGTH, width + " values for each token, expected " + modelWidth);
    }
    tokens = rows;
    return unfit;
  }

  private Rejection wrongLength(long length, ArrayData words) {
    String expected =
        words == null
            ? "expected a multiple of d_model " + modelWidth
            : "expected "
                + words.numElements()
                + " tokens · d_model "
                + modelWidth
                + " = "
                + (long) words.numElements() * modelWidth;
    return new Rejection(RejectReason.WRONG_LENGTH, length + " values, " + expected);
  }

  /** Tokens of the row that was inspected last. */
  public int tokens() {
    return tokens;
  }

  /**
   * Adds the row that was inspected last to a batch; null where that went well. A row whose numbers
   * are not finite leaves the batch as it was.
   */
  public Rejection append(InternalRow row, SentenceBatch batch) {
    ArrayData embeddings = row.getArray(schema.embeddingsOrdinal());
    int start = batch.add(tokens);
    float[] to = batch.embeddings();
    if (schema.layout().nested()) {
      for (int i = 0; i < tokens; i++) {
        copy(embeddings.getArray(i), to, start + i * modelWidth);
      }
    } else {
      copy(embeddings, to, start);
    }
    int end = start + tokens * modelWidth;
    if (kernel.allFinite(to, start, end)) {
      return null;
    }
    batch.removeLast();
    int bad = start;
    while (Float.isFinite(to[bad])) {
      bad++;
    }
    return new Rejection(
        RejectReason.NOT_FINITE,
        "value "
            + (bad - start)
            + " of the embeddings is "
            + to[bad]
            + (schema.layout().doubles() ? " as a float" : ""));
  }

  private void copy(ArrayData from, float[] to, int start) {
    int count = from.numElements();
    if (schema.layout().doubles()) {
      double[] values = from.toDoubleArray();
      for (int i = 0; i < count; i++) {
        to[start + i] = (float) values[i];
      }
    } else if (from instanceof UnsafeArrayData unsafe) {
      Platform.copyMemory(
          unsafe.getBaseObject(),
          unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(count),
          to,
          Platform.FLOAT_ARRAY_OFFSET + (long) start * Float.BYTES,
          (long) count * Float.BYTES);
    } else {
      System.arraycopy(from.toFloatArray(), 0, to, start, count);
    }
  }

  /** Index of the first null element, or -1: Spark's bulk reads give nulls as numbers. */
  private static int firstNull(ArrayData array) {
    int count = array.numElements();
    if (array instanceof UnsafeArrayData unsafe) {
      // After the count, eight bytes, lies one bit for each element.
      long words = (count + 63L) / 64;
      if (!BitSetMethods.anySet(unsafe.getBaseObject(), unsafe.getBaseOffset() + 8, words)) {
        return -1;
      }
    }
    for (int i = 0; i < count; i++) {
      if (array.isNullAt(i)) {
        return i;
      }
    }
    return -1;
  }
}
