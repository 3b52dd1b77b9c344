package io.corpusattention.ml;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.attention.TileSink;
import io.corpusattention.corpus.Rejection;
import io.corpusattention.corpus.SentenceDecoder;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Computes attention for the rows of a partition, batch by batch. Rows come out in the order in
 * which they went in.
 */
final class AttentionRows implements RowMapping.Work {
  private static final long serialVersionUID = 1;

  /** So many rows are held at most, which matters where few of them are sentences. */
  private static final int MOST_ROWS = 1 << 10;

  private final AttentionPlan plan;
  private final Broadcast<ProjectionWeights> weights;

  AttentionRows(AttentionPlan plan, Broadcast<ProjectionWeights> weights) {
    this.plan = plan;
    this.weights = weights;
  }

  @Override
  public Iterator<InternalRow> map(Iterator<InternalRow> rows) {
    return new Partition(rows);
  }

  private final class Partition implements Iterator<InternalRow>, TileSink {
    private final Iterator<InternalRow> rows;
    private final AttentionStep step;
    private final SentenceDecoder decoder;
    private final SentenceBatch batch;
    private final List<AddedRow> held = new ArrayList<>(); // since the last batch
    private final List<AddedRow> sentences = new ArrayList<>(); // those that are in the batch
    private final ArrayDeque<InternalRow> ready = new ArrayDeque<>();
    private long read;

    Partition(Iterator<InternalRow> rows) {
      Kernel kernel = Kernels.get();
      boolean keyed = plan.config().alignment() instanceof Alignment.Sample;
      this.rows = rows;
      step = new AttentionStep(weights.value(), plan.config(), new Queries.Self(), kernel);
      decoder =
          new SentenceDecoder(plan.corpus(), plan.shape(), step, keyed, plan.positions(), kernel);
      batch = step.newBatch();
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        take(rows.next());
        if (held.size() == MOST_ROWS || !rows.hasNext()) {
          flush();
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void take(InternalRow row) {
      AddedRow added = AddedRow.of(row, plan.input(), plan.output(), read++);
      InternalRow sentence = plan.corpusRow(row);
      Rejection rejection = decoder.inspect(sentence);
      if (rejection == null) {
        rejection = tooLong(decoder.tokens());
      }
      if (rejection == null) {
        if (!decoder.fitsInto(batch)) {
          flush();
        }
        rejection = decoder.append(sentence, batch);
      }
      held.add(added);
      if (rejection == null) {
        sentences.add(added);
      } else {
        reject(added, rejection);
      }
    }

    /** A sentence is one row here, never tiles of its queries. */
    private Rejection tooLong(int n) {
      RowLayout layout = RowLayout.of(plan.shape(), plan.config(), n);
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
              + " bytes, more than maxRowBytes "
              + most
              + "; keep less, with attention \"top-k:K\" or \"none\", or raise it");
    }

    private void flush() {
      if (batch.size() > 0) {
        try {
          step.run(batch, this);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        batch.clear();
        sentences.clear();
      }
      for (AddedRow row : held) {
        if (row.stays()) {
          ready.add(row.row());
        }
      }
      held.clear();
    }

    @Override
    public void accept(AttentionTile tile) {
      plan.added().put(tile, sentences.get(tile.sentence()).values(), plan.input().length());
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      reject(sentences.get(sentence), new Rejection(reason, detail));
    }

    private void reject(AddedRow row, Rejection rejection) {
      if (!plan.invalid().keep(row.name(plan.idColumn(), plan.input()), rejection)) {
        row.leaveOut();
      }
    }
  }
}
