package io.corpusattention.corpus;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.row.EmbeddingsCheck;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.encoder.EncoderStep;
import io.corpusattention.math.Kernel;
import io.corpusattention.text.SinusoidalPositions;

/**
 * Decides whether a row of the corpus is a valid sentence, and adds valid ones to a batch.
 *
 * <p>{@link EmbeddingsCheck} has the rules for embeddings and tokens.
 *
 * <p>Usage: {@link #inspect} a row. If that returns no rejection, {@link #append} the same row.
 */
public final class SentenceCheck {
  private final CorpusSchema schema;
  private final boolean keyed;
  private final EmbeddingsCheck sentence;
  private final EmbeddingsCheck query; // null if sentences have no own queries
  private final SinusoidalPositions positions; // null if none are added

  /**
   * @param step the step whose limits decide which sentences are too long
   * @param keyed whether draws are random, so that sentences need keys
   * @param positions whether to add sinusoidal positions to a sentence's embeddings; its own
   *     queries never get positions
   */
  public SentenceCheck(
      CorpusSchema schema,
      AttentionShape shape,
      EncoderStep step,
      boolean keyed,
      boolean positions,
      Kernel kernel) {
    this.schema = schema;
    this.keyed = keyed;
    this.sentence =
        new EmbeddingsCheck(
            schema.sentence(),
            schema.tokensOrdinal(),
            schema.embeddingsOrdinal(),
            shape.modelWidth(),
            step.maxTokens(),
            kernel);
    this.query =
        schema.hasQuery()
            ? new EmbeddingsCheck(
                schema.query(),
                schema.queryTokensOrdinal(),
                schema.queryOrdinal(),
                shape.queryWidth(),
                step.maxQueries(),
                kernel)
            : null;
    this.positions = positions ? new SinusoidalPositions(shape.modelWidth()) : null;
  }

  /** Checks everything except the numbers. Returns null if the row fits. */
  public Rejection inspect(RawRow row) {
    Rejection unfit = schema.inspectId(row);
    unfit = unfit == null ? sentence.inspect(row) : unfit;
    return unfit == null && query != null ? query.inspect(row) : unfit;
  }

  /** Returns n, the number of tokens in the last inspected row. */
  public int tokens() {
    return sentence.tokens();
  }

  /** Returns the number of own queries in the last inspected row; 0 if rows have none. */
  public int queries() {
    return query == null ? 0 : query.tokens();
  }

  /**
   * Adds the last inspected row to a batch. Returns null on success. If a number is not finite, the
   * batch is unchanged and the rejection is returned.
   */
  public Rejection append(RawRow row, SentenceBatch batch) {
    int start = batch.add(keyed ? schema.key(row) : 0, sentence.tokens());
    Rejection unfit = sentence.copy(row, batch.embeddings(), start);
    if (unfit == null && query != null) {
      int queryStart = batch.addQueries(query.tokens());
      unfit = query.copy(row, batch.queries(), queryStart);
    }
    if (unfit != null) {
      batch.removeLast();
    } else if (positions != null) {
      positions.addTo(batch.embeddings(), start, sentence.tokens());
    }
    return unfit;
  }
}
