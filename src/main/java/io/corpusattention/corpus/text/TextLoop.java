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
 * Runs tokenized sentences through a whole model on one thread: embeds them and passes them to a
 * {@link BatchLoop}.
 *
 * @param <S> what the caller keeps for a sentence until its tiles arrive
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
   * @param tokens at least one token
   * @return why the sentence is rejected; null if it is accepted and must now be {@link #add added}
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
   * Adds the last embedded sentence. The sink may receive its results now or later.
   *
   * @param sentence what the sink receives with each result of the sentence
   */
  public void add(S sentence) throws IOException {
    EmbeddedSentence embedded = embedder.last();
    SentenceBatch batch = loop.roomFor(embedded.size(), 0);
    int start = batch.add(0, embedded.size());
    System.arraycopy(
        embedded.embeddings(), 0, batch.embeddings(), start, embedded.embeddingsCount());
    loop.added(sentence);
  }

  /** Computes the sentences that are still pending. Call this after the last sentence. */
  public void flush() throws IOException {
    loop.flush();
  }

  /** Returns the step that computes the sentence whose tile the sink receives. */
  public EncoderStep step() {
    return loop.step();
  }

  /** Returns the nanoseconds spent on batches so far, including the sink's work on tiles. */
  public long computeNanos() {
    return loop.computeNanos();
  }

  /** Returns the nanoseconds spent so far on products with W_q, W_k, and W_v. */
  public long projectionNanos() {
    return loop.step().projectionNanos();
  }
}
