package io.corpusattention.corpus;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.encoder.EncoderStep;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Computes attention for sentences as they arrive, on one thread. The caller adds sentences to the
 * batch. When the batch is full, the loop computes it and passes each tile to the sink, with what
 * the caller keeps for its sentence. All code that computes attention uses this loop, wherever its
 * sentences come from.
 *
 * <p>Usage: call {@link #roomFor} for each sentence, add the sentence to the returned batch, and
 * call {@link #added}. After the last sentence, call {@link #flush}.
 *
 * @param <S> what the caller keeps for a sentence until its tiles arrive
 */
public final class BatchLoop<S> {
  /** Receives the results: for each sentence, its tiles or a rejection. */
  public interface Sink<S> {
    /**
     * Receives a tile of a sentence, ordered by layer and then by query. The tile is valid until
     * this method returns.
     */
    void accept(S sentence, AttentionTile tile) throws IOException;

    /**
     * Receives the kept hidden states of a sentence, after its tiles. They are valid until this
     * method returns.
     *
     * @param values [n, d_model] or [d_model]
     * @param count how many of the values are in use
     */
    default void hidden(S sentence, int tokens, float[] values, int count) throws IOException {
      throw new IllegalStateException("no hidden states were asked for");
    }

    /** Receives a sentence whose attention is not computed, and the reason. */
    void reject(S sentence, Rejection rejection) throws IOException;

    /** Called after each batch, with its number of sentences and tokens. */
    default void batchDone(int sentences, long tokens) {}
  }

  private final Sink<S> sink;
  private final Kernel kernel;
  private final EncoderStep step;
  private final SentenceBatch batch;
  private final List<S> sentences = new ArrayList<>(); // the sentences in the batch
  private final EncoderStep.Sink tiles = new Tiles();
  private long computeNanos;

  public BatchLoop(EncoderStack stack, AttentionConfig config, Queries queries, Sink<S> sink) {
    this.sink = sink;
    // Only tasks log the kernel. A driver merely shows a sentence or two.
    this.kernel = TaskContext.get() == null ? Kernels.get() : Kernels.told();
    this.step = new EncoderStep(stack, config, queries, kernel);
    this.batch = step.newBatch();
  }

  /**
   * Returns the batch, with room for another sentence with these numbers of tokens and own queries.
   */
  public SentenceBatch roomFor(int tokens, int queries) throws IOException {
    if (!batch.hasRoomFor(tokens, queries)) {
      flush();
    }
    return batch;
  }

  /**
   * Records that the caller added a sentence to the batch.
   *
   * @param sentence what the sink receives with each result of the sentence
   */
  public void added(S sentence) {
    sentences.add(sentence);
  }

  /** Computes the sentences that are still pending. Call this after the last sentence. */
  public void flush() throws IOException {
    if (batch.size() > 0) {
      long start = System.nanoTime();
      step.run(batch, tiles);
      computeNanos += System.nanoTime() - start;
      sink.batchDone(batch.size(), batch.tokens());
      batch.clear();
      sentences.clear();
    }
  }

  /** Returns the step that computes attention and limits the length of a sentence. */
  public EncoderStep step() {
    return step;
  }

  /** Returns the kernel that the loop computes with. */
  public Kernel kernel() {
    return kernel;
  }

  /** Returns the nanoseconds spent on batches so far, including the sink's work on tiles. */
  public long computeNanos() {
    return computeNanos;
  }

  private final class Tiles implements EncoderStep.Sink {
    @Override
    public void beforeLayer() {
      KilledTask.end();
    }

    @Override
    public void accept(AttentionTile tile) throws IOException {
      KilledTask.end();
      sink.accept(sentences.get(tile.sentence()), tile);
    }

    @Override
    public void hidden(int sentence, float[] values, int count) throws IOException {
      sink.hidden(sentences.get(sentence), batch.tokens(sentence), values, count);
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) throws IOException {
      sink.reject(sentences.get(sentence), new Rejection(reason, detail));
    }
  }
}
