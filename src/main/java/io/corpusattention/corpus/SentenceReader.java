package io.corpusattention.corpus;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.EmbeddingsDecoder;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.SentenceKey;
import io.corpusattention.math.Kernel;

/**
 * Reads rows of a corpus as sentences of their own, one at a time, or says why they are none.
 *
 * <p>Use: {@link #inspect} a row; where that gives no rejection, {@link #read} the same row.
 */
public final class SentenceReader {
  private static final int ID = 0;

  private final CorpusSchema schema;
  private final EmbeddingsDecoder decoder;
  private final int width;
  private float[] embeddings = {};

  /**
   * @param width d_model
   * @param maxTokens longer sentences are rejected
   */
  public SentenceReader(CorpusSchema schema, int width, int maxTokens, Kernel kernel) {
    this.schema = schema;
    this.width = width;
    this.decoder =
        new EmbeddingsDecoder(
            schema.sentence(),
            schema.tokensOrdinal(),
            schema.embeddingsOrdinal(),
            width,
            maxTokens,
            kernel);
  }

  /** Looks at everything but the numbers; null where they fit. */
  public Rejection inspect(RawRow row) {
    return row.isNull(ID)
        ? new Rejection(RejectReason.NULL_ID, "column " + schema.id().name() + " is null")
        : decoder.inspect(row.internal());
  }

  /** Reads the embeddings of the row that was inspected last; null where they are finite. */
  public Rejection read(RawRow row) {
    embeddings = new float[Math.multiplyExact(decoder.tokens(), width)];
    return decoder.copy(row.internal(), embeddings, 0);
  }

  /** Tokens of the row that was inspected last. */
  public int tokens() {
    return decoder.tokens();
  }

  /** Embeddings of the row that was read last, [n, d_model], in an array of their own. */
  public float[] embeddings() {
    return embeddings;
  }

  /** The hash of a row's id. */
  public long key(RawRow row) {
    return SentenceKey.of(row.value(ID, schema.id().dataType()));
  }
}
