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

/** Computes attention for the rows of a partition, batch by batch. Keeps the order of the rows. */
record AttentionRows(Broadcast<RowPlan> sent) implements RowMapping.Work {
  /**
   * The maximum number of rows held at a time. It matters if few of the rows are valid sentences.
   */
  private static final int MOST_ROWS = 1 << 10;

  @Override
  public Iterator<RawRow> map(Iterator<RawRow> rows) {
    return new Partition(sent.value(), rows);
  }

  /**
   * The rows of a partition on their way through batches. Holds rows until their batch is computed,
   * then hands them out in order.
   */
  abstract static class Held implements Iterator<RawRow>, BatchLoop.Sink<AddedRow> {
    private final Iterator<RawRow> rows;
    private final StructType input;
    private final StructType output;
    private final InvalidRows invalid;
    private final int idColumn;
    private final ArrayDeque<AddedRow> held = new ArrayDeque<>(); // in row order
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

    /** Takes a row. The result may come at once or later. */
    abstract void take(RawRow row, AddedRow added) throws IOException;

    /** Computes all rows that have been taken but not computed. */
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

    /** Moves all held rows to those that are ready. They must all have been computed. */
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
      release(); // the row being taken is not in held yet
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
