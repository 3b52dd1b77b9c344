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
 * Computes attention for sentences as they come, on one thread: whoever has a sentence puts it into
 * the batch, a full batch is computed, and its tiles are handed out, each with what the caller
 * keeps of its sentence. The one loop of all that compute attention, whatever their sentences are
 * made of.
 *
 * <p>Use: ask for {@link #roomFor} a sentence, add it to that batch, and say {@link #added}; after
 * the last sentence {@link #flush}.
 *
 * @param <S> what the caller keeps of a sentence until its tiles come
 */
public final class BatchLoop<S> {
  /** Takes what comes out: for each sentence its tiles, or a rejection. */
  public interface Sink<S> {
    /**
     * A tile of a sentence, in the order of its layers and of their queries; valid until this
     * returns.
     */
    void accept(S sentence, AttentionTile tile) throws IOException;

    /**
     * What is kept of a sentence's hidden states, after its tiles; valid until this returns.
     *
     * @param values [n, d_model] or [d_model]
     * @param count numbers in it
     */
    default void hidden(S sentence, int tokens, float[] values, int count) throws IOException {
      throw new IllegalStateException("no hidden states were asked for");
    }

    /** A sentence of which no attention is computed, and why. */
    void reject(S sentence, Rejection rejection) throws IOException;

    /** A batch of so many sentences is done. */
    default void batchDone(int sentences, long tokens) {}
  }

  private final Sink<S> sink;
  private final Kernel kernel;
  private final EncoderStep step;
  private final SentenceBatch batch;
  private final List<S> sentences = new ArrayList<>(); // those of the batch
  private final EncoderStep.Sink tiles = new Tiles();
  private long computeNanos;

  public BatchLoop(EncoderStack stack, AttentionConfig config, Queries queries, Sink<S> sink) {
    this.sink = sink;
    // A driver that shows a sentence or two is not who computes.
    this.kernel = TaskContext.get() == null ? Kernels.get() : Kernels.told();
    this.step = new EncoderStep(stack, config, queries, kernel);
    this.batch = step.newBatch();
  }

  /** The batch for another sentence of so many tokens and queries of its own. */
  public SentenceBatch roomFor(int tokens, int queries) throws IOException {
    if (!batch.hasRoomFor(tokens, queries)) {
      flush();
    }
    return batch;
  }

  /**
   * A sentence has been added to the batch.
   *
   * @param sentence what the sink is given with all that comes of it
   */
  public void added(S sentence) {
    sentences.add(sentence);
  }

  /** Computes what has been added and not yet been computed; to be called after the last one. */
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

  /** What computes, and says how long a sentence may be. */
  public EncoderStep step() {
    return step;
  }

  /** What it computes with. */
  public Kernel kernel() {
    return kernel;
  }

  /** Nanoseconds spent so far on batches, those that the sink takes for tiles among them. */
  public long computeNanos() {
    return computeNanos;
  }

  private final class Tiles implements EncoderStep.Sink {
    @Override
    public void accept(AttentionTile tile) throws IOException {
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
