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
import org.apache.spark.sql.types.StructType;

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

  /**
   * Rows on their way through batches: those that are held until their batch is computed, and those
   * that are ready.
   */
  abstract static class Held implements Iterator<RawRow>, BatchLoop.Sink<AddedRow> {
    private final Iterator<RawRow> rows;
    private final StructType input;
    private final StructType output;
    private final InvalidRows invalid;
    private final int idColumn;
    private final ArrayDeque<AddedRow> held = new ArrayDeque<>(); // in their order
    private final ArrayDeque<RawRow> ready = new ArrayDeque<>();
    private long read;

    Held(
        Iterator<RawRow> rows,
        StructType input,
        StructType output,
        InvalidRows invalid,
        int idColumn) {
      this.rows = rows;
      this.input = input;
      this.output = output;
      this.invalid = invalid;
      this.idColumn = idColumn;
    }

    /** Takes a row; what comes of it may come at once or later. */
    abstract void take(RawRow row, AddedRow added) throws IOException;

    /** Computes what has been taken and not yet been computed. */
    abstract void flush() throws IOException;

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && rows.hasNext()) {
          RawRow row = rows.next();
          AddedRow added = AddedRow.of(row, input, output, read++);
          take(row, added);
          held.add(added);
          if (held.size() >= MOST_ROWS || !rows.hasNext()) {
            flush();
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
    public void reject(AddedRow row, Rejection rejection) {
      if (!invalid.keep(row.name(idColumn, input), rejection)) {
        row.leaveOut();
      }
    }

    @Override
    public void batchDone(int sentences, long tokens) {
      release(); // the row that is being taken is not held yet
    }
  }

  private static final class Partition extends Held {
    private final RowPlan plan;
    private final AttentionLoop<AddedRow> loop;

    Partition(RowPlan plan, Iterator<RawRow> rows) {
      super(rows, plan.input(), plan.output(), plan.invalid(), plan.idColumn());
      this.plan = plan;
      this.loop = new AttentionLoop<>(plan.attention(), this);
    }

    @Override
    void take(RawRow row, AddedRow added) throws IOException {
      loop.take(plan.corpusRow(row), added);
    }

    @Override
    void flush() throws IOException {
      loop.flush();
    }

    @Override
    public void accept(AddedRow row, AttentionTile tile) {
      plan.added().put(tile, row.values(), plan.input().length());
    }
  }
}
