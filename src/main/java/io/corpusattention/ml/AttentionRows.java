package io.corpusattention.ml;

import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.AttentionLoop;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes attention for the rows of a partition, batch by batch. Rows come out in the order in
 * which they went in.
 */
record AttentionRows(Broadcast<RowPlan> sent) implements RowMapping.Work {
  /** So many rows are held at most, which matters where few of them are sentences. */
  private static final int MOST_ROWS = 1 << 10;

  @Override
  public Iterator<RawRow> map(Iterator<RawRow> rows) {
    return new Partition(sent.value(), rows);
  }

  private static final class Partition implements Iterator<RawRow>, BatchLoop.Sink<AddedRow> {
    private final RowPlan plan;
    private final Iterator<RawRow> rows;
    private final AttentionLoop<AddedRow> loop;
    private final ArrayDeque<AddedRow> held = new ArrayDeque<>(); // in their order
    private final ArrayDeque<RawRow> ready = new ArrayDeque<>();
    private long read;

    Partition(RowPlan plan, Iterator<RawRow> rows) {
      this.plan = plan;
      this.rows = rows;
      this.loop = new AttentionLoop<>(plan.attention(), this);
    }

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && rows.hasNext()) {
          take(rows.next());
          if (held.size() >= MOST_ROWS || !rows.hasNext()) {
            loop.flush();
            release();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return !ready.isEmpty();
    }

    @Override
    public RawRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void take(RawRow row) throws IOException {
      AddedRow added = AddedRow.of(row, plan.input(), plan.output(), read++);
      loop.take(plan.corpusRow(row), added);
      held.add(added);
    }

    /** Hands on what is held; all of it is computed. */
    private void release() {
      for (AddedRow row : held) {
        if (row.stays()) {
          ready.add(row.row());
        }
      }
      held.clear();
    }

    @Override
    public void accept(AddedRow row, AttentionTile tile) {
      plan.added().put(tile, row.values(), plan.input().length());
    }

    @Override
    public void reject(AddedRow row, Rejection rejection) {
      if (!plan.invalid().keep(row.name(plan.idColumn(), plan.input()), rejection)) {
        row.leaveOut();
      }
    }

    @Override
    public void batchDone(int sentences, long tokens) {
      release(); // the row that is being taken is not held yet
    }
  }
}
