package io.corpusattention.corpus;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Computes attention for rows as they come, on one thread: each row is decoded into a batch, a full
 * batch is computed, and its tiles are handed out, each with what the caller keeps of its sentence.
 *
 * @param <S> what the caller keeps of a sentence until its tiles come
 */
public final class AttentionLoop<S> {
  /**
   * Takes what comes out: for each row its tiles, in the order of their queries, or a rejection.
   */
  public interface Sink<S> {
    /** A tile of a sentence; valid until this returns. */
    void accept(S sentence, AttentionTile tile) throws IOException;

    /** A row of which no attention is computed, and why. */
    void reject(S sentence, Rejection rejection) throws IOException;

    /** A batch of so many sentences is done. */
    default void batchDone(int sentences, long tokens) {}
  }

  private final AttentionPlan plan;
  private final AttentionShape shape;
  private final Sink<S> sink;
  private final AttentionStep step;
  private final SentenceCheck check;
  private final SentenceBatch batch;
  private final List<S> sentences = new ArrayList<>(); // those of the batch
  private final AttentionStep.Sink tiles = new Tiles();
  private long computeNanos;

  public AttentionLoop(AttentionPlan plan, Sink<S> sink) {
    this.plan = plan;
    this.shape = plan.shape();
    this.sink = sink;
    // A driver that shows a sentence or two is not who computes.
    Kernel kernel = TaskContext.get() == null ? Kernels.get() : Kernels.told();
    boolean keyed = plan.config().alignment() instanceof Alignment.Sample;
    this.step = new AttentionStep(plan.weights(), plan.config(), plan.queries(), kernel);
    this.check = new SentenceCheck(plan.schema(), shape, step, keyed, plan.positions(), kernel);
    this.batch = step.newBatch();
  }

  /**
   * Takes a row of the corpus; what comes of it may come at once or later.
   *
   * @param row need not be valid after this
   * @param sentence what the sink is given with all that comes of the row
   */
  public void take(RawRow row, S sentence) throws IOException {
    Rejection rejection = check.inspect(row);
    if (rejection == null && !plan.tiles()) {
      rejection = tooLong(check.tokens());
    }
    if (rejection == null) {
      if (!check.fitsInto(batch)) {
        flush();
      }
      rejection = check.append(row, batch);
    }
    if (rejection == null) {
      sentences.add(sentence);
    } else {
      sink.reject(sentence, rejection);
    }
  }

  /** Where a sentence has to stay one row: why it cannot. */
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

  /** Computes what has been taken and not yet been computed; to be called after the last row. */
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

  /** The values of the sentence whose tile the sink is given, see {@link AttentionStep#values}. */
  public float[] values(float[] to) {
    return step.values(to);
  }

  /** Nanoseconds spent so far on batches, those that the sink takes for tiles among them. */
  public long computeNanos() {
    return computeNanos;
  }

  /** Nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return step.projectionNanos();
  }

  private final class Tiles implements AttentionStep.Sink {
    @Override
    public void accept(AttentionTile tile) throws IOException {
      sink.accept(sentences.get(tile.sentence()), tile);
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) throws IOException {
      sink.reject(sentences.get(sentence), new Rejection(reason, detail));
    }
  }
}
