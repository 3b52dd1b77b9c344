package io.corpusattention.corpus.text;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.encoder.EncoderStep;
import io.corpusattention.text.EmbeddedSentence;
import io.corpusattention.text.ModelEmbedder;
import io.corpusattention.text.Tokens;
import io.corpusattention.weights.EmbeddingLayer;
import java.io.IOException;

/**
 * Takes sentences of text, cut into tokens, through a whole model, on one thread: they are embedded
 * and go through a {@link BatchLoop}.
 *
 * @param <S> what the caller keeps of a sentence until its tiles come
 */
public final class TextLoop<S> {
  private final ModelEmbedder embedder;
  private final BatchLoop<S> loop;

  public TextLoop(
      EmbeddingLayer embeddings,
      EncoderStack stack,
      AttentionConfig config,
      BatchLoop.Sink<S> sink) {
    this.embedder = new ModelEmbedder(embeddings);
    this.loop = new BatchLoop<>(stack, config, new Queries.Self(), sink);
  }

  /**
   * Embeds a sentence.
   *
   * @param tokens at least one
   * @return why it cannot be taken; null where it can, and is now to be {@link #add added}
   */
  public Rejection embed(Tokens tokens) {
    int n = tokens.tokens().length;
    if (n > Math.min(loop.step().maxTokens(), EmbeddedSentence.mostTokens(embedder.width()))) {
      return new Rejection(
          RejectReason.TOO_LONG, n + " tokens are more than an array holds; allow fewer");
    }
    EmbeddedSentence embedded = embedder.embed(tokens);
    return loop.kernel().allFinite(embedded.embeddings(), 0, embedded.embeddingsCount())
        ? null
        : new Rejection(RejectReason.OVERFLOW, "an embedding is beyond float32");
  }

  /**
   * Adds the sentence that was embedded last; what comes of it may come at once or later.
   *
   * @param sentence what the sink is given with all that comes of it
   */
  public void add(S sentence) throws IOException {
    EmbeddedSentence embedded = embedder.last();
    SentenceBatch batch = loop.roomFor(embedded.size(), 0);
    int start = batch.add(0, embedded.size());
    System.arraycopy(
        embedded.embeddings(), 0, batch.embeddings(), start, embedded.embeddingsCount());
    loop.added(sentence);
  }

  /** Computes what has been added and not yet been computed; to be called after the last. */
  public void flush() throws IOException {
    loop.flush();
  }

  /** What computes the sentence whose tile the sink is given. */
  public EncoderStep step() {
    return loop.step();
  }

  /** Nanoseconds spent so far on batches, those that the sink takes for tiles among them. */
  public long computeNanos() {
    return loop.computeNanos();
  }

  /** Nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return loop.step().projectionNanos();
  }
}
