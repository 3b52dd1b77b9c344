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
 * Decides whether a row of the corpus is a sentence or is rejected, and adds what is one to a
 * batch.
 *
 * <p>The rules for embeddings and tokens are {@link EmbeddingsCheck}'s.
 *
 * <p>Use: {@link #inspect} a row; where that gives no rejection, {@link #append} the same row.
 */
public final class SentenceCheck {
  private final CorpusSchema schema;
  private final boolean keyed;
  private final EmbeddingsCheck sentence;
  private final EmbeddingsCheck query; // null where sentences bring no queries
  private final SinusoidalPositions positions; // null where none are added

  /**
   * @param step whose limits decide which sentences are too long
   * @param keyed whether draws are random, so that sentences need their keys
   * @param positions whether to add sinusoidal positions to a sentence's embeddings; its queries,
   *     where it brings some, are left as they are
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

  /** Looks at everything but the numbers; null where they fit. */
  public Rejection inspect(RawRow row) {
    Rejection unfit = schema.inspectId(row);
    unfit = unfit == null ? sentence.inspect(row) : unfit;
    return unfit == null && query != null ? query.inspect(row) : unfit;
  }

  /** n, the tokens of the row that was inspected last. */
  public int tokens() {
    return sentence.tokens();
  }

  /** The queries that the row that was inspected last brings; 0 where rows bring none. */
  public int queries() {
    return query == null ? 0 : query.tokens();
  }

  /**
   * Adds the row that was inspected last to a batch; null where that went well. A row whose numbers
   * are not finite leaves the batch as it was.
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
