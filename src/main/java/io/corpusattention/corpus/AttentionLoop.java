package io.corpusattention.corpus;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.encoder.EncoderStep;
import java.io.IOException;

/**
 * Computes attention for the rows of a corpus as they arrive, on one thread. Rejects rows that are
 * not valid sentences and passes all others to a {@link BatchLoop}.
 *
 * @param <S> what the caller keeps for a sentence until its tiles arrive
 */
public final class AttentionLoop<S> {
  private final AttentionPlan plan;
  private final AttentionShape shape;
  private final BatchLoop.Sink<S> sink;
  private final BatchLoop<S> loop;
  private final SentenceCheck check;

  public AttentionLoop(AttentionPlan plan, BatchLoop.Sink<S> sink) {
    this.plan = plan;
    this.shape = plan.shape();
    this.sink = sink;
    this.loop = new BatchLoop<>(plan.stack(), plan.config(), plan.queries(), sink);
    boolean keyed = plan.config().alignment() instanceof Alignment.Sample;
    this.check =
        new SentenceCheck(
            plan.schema(), shape, loop.step(), keyed, plan.positions(), loop.kernel());
  }

  /**
   * Takes a row of the corpus. The sink may receive its results now or later.
   *
   * @param row the row; it need not stay valid after this call
   * @param sentence what the sink receives with each result of the row
   */
  public void take(RawRow row, S sentence) throws IOException {
    Rejection rejection = check.inspect(row);
    if (rejection == null && !plan.tiles()) {
      rejection = tooLong(check.tokens());
    }
    if (rejection == null) {
      SentenceBatch batch = loop.roomFor(check.tokens(), check.queries());
      rejection = check.append(row, batch);
    }
    if (rejection == null) {
      loop.added(sentence);
    } else {
      sink.reject(sentence, rejection);
    }
  }

  /** Returns why a sentence does not fit in one row, or null if it does. */
  private Rejection tooLong(int n) {
    RowLayout layout = RowLayout.of(shape, plan.config(), n);
    long most = plan.config().maxRowBytes();
    if (layout.queriesPerTile(n, most) == n) {
      return null;
    }
    return new Rejection(
        RejectReason.TOO_LONG,
        "attention and context vectors of its "
            + n
            + " tokens take "
            + (layout.perQuery() * n + layout.perRow())
            + " bytes, and a row may have "
            + most
            + "; keep less, with attention \"top-k:K\" or \"none\", or allow more");
  }

  /** Computes the rows that are still pending. Call this after the last row. */
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
